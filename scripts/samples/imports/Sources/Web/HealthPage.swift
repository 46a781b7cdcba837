public import App
import Domain
import Hummingbird
import Postgres
