import Health
import Postgres
import Web
@preconcurrency import CLibPQ
