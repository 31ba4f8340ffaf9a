package dev.sekisho.gateway;

import java.security.SecureRandom;

/// Makes request identifiers for one event loop: unlikely to collide, not meant to be secret.
///
/// The generator is xoroshiro128++ (Blackman and Vigna), seeded at start.
final class RequestIds {

    private long first;
    private long second;

    RequestIds() {
        SecureRandom random = new SecureRandom();
        first = random.nextLong() | 1;
        second = random.nextLong();
    }

    long next() {
        long low = first;
        long high = second ^ first;
        long result = Long.rotateLeft(first + second, 17) + first;
        first = Long.rotateLeft(low, 49) ^ high ^ (high << 21);
        second = Long.rotateLeft(high, 28);
        return result;
    }
}
