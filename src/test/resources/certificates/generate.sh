#!/bin/sh
# Makes the certificates of the tests anew. Their keys are public: use them for nothing else.
# Needs OpenSSL 3. The common names say that these are test fixtures.
set -eu
cd "$(dirname "$0")"

ec() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.sec1.key" 2>/dev/null; openssl pkcs8 -topk8 -nocrypt -in "$1.sec1.key" -out "$1.key"; }
# name subject-alternative-names [days]
self_signed() {
  openssl req -x509 -new -key "$1.key" -subj "/CN=test fixture $1" -addext "subjectAltName=$2" -days 36500 -out "$1.crt"
}

ec shop-ec && self_signed shop-ec "DNS:shop.example.com"
ec shop-ec-other && self_signed shop-ec-other "DNS:shop.example.com,DNS:www.shop.example.com"
ec wildcard && self_signed wildcard "DNS:*.example.com,DNS:example.com"
ec no-names && openssl req -x509 -new -key no-names.key -subj "/CN=shop.example.com" -days 36500 -out no-names.crt
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out shop-rsa.key 2>/dev/null
openssl rsa -in shop-rsa.key -traditional -out shop-rsa.pkcs1.key 2>/dev/null
self_signed shop-rsa "DNS:shop.example.com"
openssl genpkey -algorithm ed25519 -out shop-ed25519.key
self_signed shop-ed25519 "DNS:shop.example.com"
ec expired
openssl req -new -key expired.key -subj "/CN=test fixture expired" -out expired.csr
printf 'subjectAltName=DNS:shop.example.com\n' >expired.ext
rm -rf ca && mkdir ca && : >ca/index.txt && echo 01 >ca/serial
printf '[ca]\ndefault_ca=d\n[d]\ndatabase=ca/index.txt\nserial=ca/serial\nnew_certs_dir=ca\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n' >ca/ca.cnf
openssl ca -batch -config ca/ca.cnf -selfsign -keyfile expired.key -in expired.csr -extfile expired.ext \
  -startdate 20200101000000Z -enddate 20200201000000Z -notext -out expired.crt 2>/dev/null
ec future
openssl req -new -key future.key -subj "/CN=test fixture future" -out expired.csr
openssl ca -batch -config ca/ca.cnf -selfsign -keyfile future.key -in expired.csr -extfile expired.ext \
  -startdate 20900101000000Z -enddate 20910101000000Z -notext -out future.crt 2>/dev/null
openssl pkcs8 -topk8 -in shop-ec.key -passout pass:fixture -out shop-ec.encrypted.key
openssl ecparam -name prime256v1 -genkey -out shop-ec.params.tmp 2>/dev/null && { sed -n '/EC PARAMETERS/,/END EC PARAMETERS/p' shop-ec.params.tmp; cat shop-ec.sec1.key; } >shop-ec.params.key
cat shop-ec.crt wildcard.crt >shop-ec-chain.crt
rm -rf ca expired.csr expired.ext ./*.tmp wildcard.sec1.key no-names.sec1.key expired.sec1.key future.sec1.key shop-ec-other.sec1.key
