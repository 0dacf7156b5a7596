/* The one number that the RTMP handshake wants of this header. */
#ifndef SMART_OS_SHA_H
#define SMART_OS_SHA_H

#define SHA256_DIGEST_LENGTH 32

#endif
