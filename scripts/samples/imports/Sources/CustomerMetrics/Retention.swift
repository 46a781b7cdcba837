import Health
import TestSupport
