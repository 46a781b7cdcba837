#ifndef MAINSTAY_CLIBPQ_SHIM_H
#define MAINSTAY_CLIBPQ_SHIM_H
#include <libpq-fe.h>
#endif
