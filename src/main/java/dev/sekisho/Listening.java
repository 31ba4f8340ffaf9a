package dev.sekisho;

/// Where we listen, after free ports were picked. Its text is a line that other programs wait for.
record Listening(String http, String https, String management) {

    /// `address:port`, with brackets around an IPv6 address.
    static String text(String address, int port) {
        return address.indexOf(':') < 0 ? address + ":" + port : "[" + address + "]:" + port;
    }

    @Override
    public String toString() {
        return "listening http=" + http + " https=" + https + " management=" + management;
    }
}
