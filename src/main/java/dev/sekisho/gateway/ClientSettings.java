package dev.sekisho.gateway;

/// What clients may do, and whose word about other clients is believed.
public record ClientSettings(
        ClientTimeouts timeouts,
        int requestsPerConnection,
        TrustedProxies trustedProxies,
        MinimumRates rates) {

    public static final ClientSettings DEFAULT =
            new ClientSettings(
                    ClientTimeouts.DEFAULT, 1000, TrustedProxies.NONE, MinimumRates.DEFAULT);
}
