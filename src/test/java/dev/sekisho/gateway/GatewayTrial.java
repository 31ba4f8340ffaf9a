package dev.sekisho.gateway;

import dev.sekisho.model.Endpoint;
import dev.sekisho.model.http.ForwardPolicy;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.List;

/// A gateway in front of one endpoint, to point a load generator at: `PORT UPSTREAM-PORT [nio]`.
final class GatewayTrial {

    private GatewayTrial() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        Endpoint endpoint = new Endpoint("127.0.0.1", Integer.parseInt(arguments[1]));
        GatewaySettings settings = Gateway.listening(port, ListenSettings.OFF);
        boolean nio = arguments.length > 2 && arguments[2].equals("nio");
        Gateway gateway =
                new Gateway(settings, nio ? new NioEventLoopGroup(1) : new EpollEventLoopGroup(1));
        gateway.serving(ForwardPolicy.DEFAULT, List.of(endpoint));
        Thread.currentThread().join();
    }
}
