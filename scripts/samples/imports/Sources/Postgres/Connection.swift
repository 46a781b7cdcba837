internal import CLibPQ
import Schema
import Subprocess
