package dev.sekisho;

/// What to try in the demo.
final class DemoIntroduction {

    private DemoIntroduction() {}

    static String text(Listening listening) {
        var http = port(listening.http());
        var https = port(listening.https());
        return """

        The example shop is served: 2 pods of the front end, 3 of the API, 1 database. Try:

          curl http://shop.localhost:%1$s/
          curl http://shop.localhost:%1$s/api/products
          curl -k https://shop.localhost:%2$s/

        If shop.localhost is not known here, add: --resolve '*:%1$s:127.0.0.1' --resolve '*:%2$s:127.0.0.1'
        Look inside: curl http://localhost:%3$s/debug/snapshot

        """
                .formatted(http, https, port(listening.management()));
    }

    private static String port(String address) {
        return address.substring(address.lastIndexOf(':') + 1);
    }
}
