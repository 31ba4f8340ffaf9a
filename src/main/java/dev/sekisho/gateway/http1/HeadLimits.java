package dev.sekisho.gateway.http1;

/// How large a head may be. `fields` does not count cookies, which have their own bound.
public record HeadLimits(int targetBytes, int blockBytes, int fields, int cookies) {

    public static final HeadLimits DEFAULT = new HeadLimits(8 << 10, 16 << 10, 100, 256);
}
