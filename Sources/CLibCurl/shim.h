#ifndef MAINSTAY_CLIBCURL_SHIM_H
#define MAINSTAY_CLIBCURL_SHIM_H
#include <curl/curl.h>

// Swift does not call functions with variable arguments; here each kind of argument has one of its own.

static inline CURLcode mainstay_curl_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode mainstay_curl_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode mainstay_curl_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

typedef size_t (*mainstay_curl_reader)(char *buffer, size_t size, size_t count, void *context);

static inline CURLcode mainstay_curl_read(CURL *handle, mainstay_curl_reader reader, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_READDATA, context);
    return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_READFUNCTION, reader) : code;
}

typedef int (*mainstay_curl_observer)(CURL *handle, curl_infotype kind, char *bytes, size_t count, void *context);

// What both sides say, to the observer.
static inline CURLcode mainstay_curl_observe(CURL *handle, mainstay_curl_observer observer, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_DEBUGDATA, context);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, observer);
    return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L) : code;
}
#endif
