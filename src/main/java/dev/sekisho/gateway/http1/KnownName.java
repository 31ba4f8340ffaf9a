package dev.sekisho.gateway.http1;

import java.util.Arrays;
import java.util.Locale;

/// The field names that the gateway treats specially; all others are `OTHER`.
public enum KnownName {
    OTHER,
    /// Named by `Connection`: meant for one hop only.
    NOMINATED,
    /// Has an underscore, which CGI-style programs cannot tell from a hyphen.
    UNDERSCORED,
    /// Reads like a name of ours to a program that takes every odd character for a hyphen.
    ALIAS,
    /// Starts with `x-forwarded-` and is none of those below.
    X_FORWARDED_OTHER,
    HOST,
    CONTENT_LENGTH,
    TRANSFER_ENCODING,
    CONNECTION,
    KEEP_ALIVE,
    PROXY_CONNECTION,
    TE,
    TRAILER,
    UPGRADE,
    HTTP2_SETTINGS,
    SEC_WEBSOCKET_KEY,
    SEC_WEBSOCKET_ACCEPT,
    EXPECT,
    PROXY,
    FORWARDED,
    X_FORWARDED,
    X_ORIGINAL_URL,
    X_REWRITE_URL,
    X_REQUEST_ID,
    X_REAL_IP,
    X_FORWARDED_FOR,
    X_FORWARDED_HOST,
    X_FORWARDED_PORT,
    X_FORWARDED_PROTO,
    X_FORWARDED_SCHEME,
    X_ORIGINAL_FORWARDED_FOR,
    X_SCHEME,
    SSL_CLIENT_VERIFY,
    SSL_CLIENT_SUBJECT_DN,
    SSL_CLIENT_ISSUER_DN,
    SSL_CLIENT_CERT,
    COOKIE,
    AUTHORIZATION,
    SET_COOKIE,
    CONTENT_ENCODING,
    CONTENT_TYPE,
    CONTENT_RANGE,
    CACHE_CONTROL,
    USER_AGENT,
    REFERER,
    SERVER,
    DATE;

    private static final int SLOTS = 256;
    private static final byte[] FORWARDED_PREFIX = Octets.ascii("x-forwarded-");
    private static final KnownName[] NAMES = values();
    private static final byte[][] TEXTS = new byte[NAMES.length][];
    private static final byte[] FIRST = new byte[SLOTS];
    private static final byte[] NEXT = new byte[NAMES.length];

    static {
        for (int i = Arrays.asList(NAMES).indexOf(HOST); i < NAMES.length; i++) {
            String spelled = NAMES[i] == HTTP2_SETTINGS ? "http2-settings" : hyphened(NAMES[i]);
            TEXTS[i] = Octets.ascii(spelled);
            int slot = slot(TEXTS[i], 0, TEXTS[i].length);
            NEXT[i] = FIRST[slot];
            FIRST[slot] = (byte) i;
        }
    }

    private static String hyphened(KnownName name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The name at the given place, in any case.
    static KnownName of(byte[] bytes, int start, int end) {
        int candidate = FIRST[slot(bytes, start, end)];
        while (candidate != 0) {
            if (Octets.equalsIgnoreCase(bytes, start, end, TEXTS[candidate])) {
                return NAMES[candidate];
            }
            candidate = NEXT[candidate];
        }
        return startsWithForwarded(bytes, start, end) ? X_FORWARDED_OTHER : OTHER;
    }

    /// What a name with unusual characters is, once each of them is read as a hyphen.
    static KnownName ofOdd(byte[] bytes, int start, int end) {
        byte[] plain = new byte[end - start];
        for (int i = 0; i < plain.length; i++) {
            byte octet = bytes[start + i];
            plain[i] = Octets.name(octet) == Octets.PLAIN_NAME ? octet : (byte) '-';
        }
        return of(plain, 0, plain.length).isGuarded() ? ALIAS : OTHER;
    }

    private static int slot(byte[] bytes, int start, int end) {
        int first = bytes[start] | 0x20;
        int last = bytes[end - 1] | 0x20;
        return ((end - start) * 41 + first * 7 + last * 3) & (SLOTS - 1);
    }

    private static boolean startsWithForwarded(byte[] bytes, int start, int end) {
        int length = FORWARDED_PREFIX.length;
        return end - start > length
                && bytes[start + 1] == '-'
                && Octets.equalsIgnoreCase(bytes, start, start + length, FORWARDED_PREFIX);
    }

    /// Whether a look-alike of it must not reach a pod.
    private boolean isGuarded() {
        return switch (this) {
            case OTHER, NOMINATED, UNDERSCORED, ALIAS -> false;
            case USER_AGENT, REFERER, SERVER, DATE, COOKIE, SET_COOKIE -> false;
            case CONTENT_TYPE, CONTENT_RANGE, CACHE_CONTROL -> false;
            case HOST, CONTENT_LENGTH, TRANSFER_ENCODING, CONTENT_ENCODING, AUTHORIZATION -> true;
            case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TE, TRAILER, UPGRADE -> true;
            case SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_ACCEPT -> true;
            case HTTP2_SETTINGS, EXPECT, PROXY, FORWARDED, X_REQUEST_ID, X_REAL_IP -> true;
            case X_FORWARDED_FOR, X_FORWARDED_HOST, X_FORWARDED_PORT, X_FORWARDED_PROTO -> true;
            case X_FORWARDED_SCHEME, X_FORWARDED_OTHER, X_ORIGINAL_FORWARDED_FOR, X_SCHEME -> true;
            case X_FORWARDED, X_ORIGINAL_URL, X_REWRITE_URL -> true;
            case SSL_CLIENT_VERIFY, SSL_CLIENT_SUBJECT_DN -> true;
            case SSL_CLIENT_ISSUER_DN, SSL_CLIENT_CERT -> true;
        };
    }

    /// Whether it says where a request came from and who its client is, or what it was before
    /// someone rewrote it: only a trusted proxy may send it.
    public boolean isProvenance() {
        return switch (this) {
            case FORWARDED, X_REAL_IP, X_ORIGINAL_FORWARDED_FOR, X_SCHEME -> true;
            case X_FORWARDED_FOR, X_FORWARDED_HOST, X_FORWARDED_PORT, X_FORWARDED_PROTO -> true;
            case X_FORWARDED_SCHEME, X_FORWARDED_OTHER -> true;
            case X_FORWARDED, X_ORIGINAL_URL, X_REWRITE_URL -> true;
            case SSL_CLIENT_VERIFY, SSL_CLIENT_SUBJECT_DN -> true;
            case SSL_CLIENT_ISSUER_DN, SSL_CLIENT_CERT -> true;
            default -> false;
        };
    }

    /// Whether it never travels further than the next hop, or could be taken for such a name.
    public boolean isHopByHop() {
        return switch (this) {
            case NOMINATED, CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TE -> true;
            case UPGRADE, HTTP2_SETTINGS, TRANSFER_ENCODING -> true;
            default -> false;
        };
    }
}
