package dev.sekisho.gateway.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secrets of session tickets: random, never stored, another one every twelve hours. The one
/// before opens tickets for twelve hours more.
///
/// Each user of tickets has keys of its own, which follow from the secret and its name. So a ticket
/// is worthless wherever it was not made for, and good again when its maker is made anew.
final class TicketKeys {

    static final Duration LIFE = Duration.ofHours(12);

    /// Bytes of a key: its name, 16, the one that signs, 16, and the one that encrypts, 16.
    static final int BYTES = 48;

    private static final String ALGORITHM = "HmacSHA384";

    /// What holds for a while: secrets, newest first.
    private record Era(long began, List<byte[]> secrets) {}

    private final SecureRandom random = new SecureRandom();
    private final LongSupplier nanoTime;
    private volatile Era era;

    TicketKeys(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.era = new Era(nanoTime.getAsLong(), List.of(secret()));
    }

    /// Changes when keys do.
    long era() {
        Era current = era;
        boolean over = nanoTime.getAsLong() - current.began() >= LIFE.toNanos();
        return (over ? next() : current).began();
    }

    private synchronized Era next() {
        long now = nanoTime.getAsLong();
        long age = now - era.began();
        if (age >= 2 * LIFE.toNanos()) {
            era = new Era(now, List.of(secret()));
        } else if (age >= LIFE.toNanos()) {
            era =
                    new Era(
                            era.began() + LIFE.toNanos(),
                            List.of(secret(), era.secrets().getFirst()));
        }
        return era;
    }

    private byte[] secret() {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        return secret;
    }

    /// The keys of one user of tickets; the first makes them, all open them.
    List<byte[]> of(String user) {
        List<byte[]> keys = new ArrayList<>(2);
        for (byte[] secret : era.secrets()) {
            keys.add(derived(secret, user));
        }
        return keys;
    }

    private static byte[] derived(byte[] secret, String user) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return Arrays.copyOf(mac.doFinal(user.getBytes(StandardCharsets.UTF_8)), BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + ALGORITHM, e);
        }
    }
}
