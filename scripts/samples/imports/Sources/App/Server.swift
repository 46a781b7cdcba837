@preconcurrency import CLibPQ
import Health
import Postgres
import Web
