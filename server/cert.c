/* SPDX-License-Identifier: ISC */
/*
 * X.509 by OpenSSL; tls.c is the only other file that includes it.
 */
#include <sys/types.h>

#include <string.h>

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include "cert.h"
#include "uri.h"

#define DAY (24 * 60 * 60)
/* As far as UTCTime reaches: two bytes less a date than later ones. */
#define NOT_AFTER "491231235959Z"
/* ub-common-name of RFC 5280. */
#define CN_MAX 64

static int
set_times(X509 *cert, time_t now)
{
	return X509_time_adj(X509_getm_notBefore(cert), -DAY, &now) != NULL &&
		ASN1_TIME_set_string(X509_getm_notAfter(cert), NOT_AFTER)
	    ? 0
	    : -1;
}

static int
set_serial(X509 *cert)
{
	unsigned char byte;

	if (RAND_bytes(&byte, 1) != 1)
		return -1;
	return ASN1_INTEGER_set(X509_get_serialNumber(cert), 1 + byte % 127)
	    ? 0
	    : -1;
}

/* Subject and issuer; a host too long for a CN has its name in SAN alone. */
static int
set_names(X509 *cert, const char *host)
{
	X509_NAME *name = X509_get_subject_name(cert);

	if (strlen(host) <= CN_MAX &&
	    !X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_ASC,
		(const unsigned char *)host, -1, -1, 0))
		return -1;
	return X509_set_issuer_name(cert, name) ? 0 : -1;
}

/* dNSName, or iPAddress for a literal; critical where it is the only name. */
static int
set_alt_name(X509 *cert, const char *host)
{
	const char *critical = strlen(host) > CN_MAX ? "critical," : "";
	ASN1_OCTET_STRING *ip;
	X509_EXTENSION *extension;
	struct span bare = uri_bare_host(span_str(host));
	BUF_LOCAL(value, 1024);
	int rc = -1;

	buf_span_add(&value, bare);
	ip = a2i_IPADDRESS(value.data);
	buf_reset(&value);
	buf_printf(&value, "%s%s:%.*s", critical, ip != NULL ? "IP" : "DNS",
	    SPAN_ARG(bare));
	extension =
	    X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, value.data);
	if (extension != NULL && X509_add_ext(cert, extension, -1))
		rc = 0;
	X509_EXTENSION_free(extension);
	ASN1_OCTET_STRING_free(ip);
	return rc;
}

static X509 *
sign(EVP_PKEY *key, const char *host, time_t now)
{
	X509 *cert = X509_new();

	if (cert != NULL && X509_set_version(cert, X509_VERSION_3) &&
	    set_serial(cert) == 0 && set_names(cert, host) == 0 &&
	    set_times(cert, now) == 0 && X509_set_pubkey(cert, key) &&
	    set_alt_name(cert, host) == 0 &&
	    X509_sign(cert, key, EVP_sha256()) > 0)
		return cert;
	X509_free(cert);
	return NULL;
}

int
cert_make(struct buf *pem, const char *host, time_t now)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = key ? sign(key, host, now) : NULL;
	BIO *out = BIO_new(BIO_s_mem());
	char *text = NULL;
	long len;
	int rc = -1;

	if (cert != NULL && out != NULL && PEM_write_bio_X509(out, cert) &&
	    PEM_write_bio_PrivateKey(out, key, NULL, NULL, 0, NULL, NULL)) {
		len = BIO_get_mem_data(out, &text);
		buf_add(pem, text, (size_t)len);
		rc = buf_ok(pem) ? 0 : -1;
	}
	BIO_free(out);
	X509_free(cert);
	EVP_PKEY_free(key);
	ERR_clear_error();
	return rc;
}

static int
set_date(char to[static 11], const ASN1_TIME *t)
{
	struct tm tm;

	if (!ASN1_TIME_to_tm(t, &tm))
		return -1;
	return strftime(to, 11, "%Y-%m-%d", &tm) == 10 ? 0 : -1;
}

int
cert_fingerprint(char hex[static CERT_HEX], const struct x509_st *cert)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	if (!X509_digest(cert, EVP_sha256(), digest, &len))
		return -1;
	for (size_t i = 0; i < len && 2 * i + 2 < CERT_HEX; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	return 0;
}

bool
cert_is_valid(const struct x509_st *cert, time_t now)
{
	return X509_cmp_time(X509_get0_notBefore(cert), &now) < 0 &&
	    X509_cmp_time(X509_get0_notAfter(cert), &now) > 0;
}

int
cert_describe(
    struct x509_st *cert, const char *host, time_t now, struct cert_info *info)
{
	memset(info, 0, sizeof(*info));
	if (cert_fingerprint(info->fingerprint, cert) == -1 ||
	    set_date(info->not_before, X509_get0_notBefore(cert)) == -1 ||
	    set_date(info->not_after, X509_get0_notAfter(cert)) == -1)
		return -1;
	info->der_len = (size_t)i2d_X509(cert, NULL);
	info->is_for_host = X509_check_host(cert, host, 0, 0, NULL) == 1 ||
	    X509_check_ip_asc(cert, host, 0) == 1;
	info->is_valid_now = cert_is_valid(cert, now);
	return 0;
}

int
cert_look(struct span pem, const char *host, time_t now, struct cert_info *info)
{
	BIO *in = BIO_new_mem_buf(pem.p, (int)pem.len);
	X509 *cert = in ? PEM_read_bio_X509(in, NULL, NULL, NULL) : NULL;
	int rc = cert ? cert_describe(cert, host, now, info) : -1;

	X509_free(cert);
	BIO_free(in);
	ERR_clear_error();
	return rc;
}
