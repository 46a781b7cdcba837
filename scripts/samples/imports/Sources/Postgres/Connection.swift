internal import CLibPQ
import Subprocess
import Schema
