import Domain
import Hummingbird
import Postgres
public import App
