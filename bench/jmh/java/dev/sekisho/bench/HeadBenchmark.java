package dev.sekisho.bench;

import dev.sekisho.gateway.http1.HeadLimits;
import dev.sekisho.gateway.http1.Progress;
import dev.sekisho.gateway.http1.RequestHead;
import dev.sekisho.gateway.http1.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Reads heads from pooled direct buffers, as they come from sockets.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HeadBenchmark {

    private static final String BROWSER =
            """
            GET /api/v1/items/17/parts?sort=name&page=2 HTTP/1.1
            Host: shop.example.com
            User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0
            Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8
            Accept-Language: en-US,en;q=0.5
            Accept-Encoding: gzip, deflate, br, zstd
            Connection: keep-alive
            Cookie: session=0123456789abcdef0123456789abcdef; theme=dark
            Sec-Fetch-Dest: document
            Sec-Fetch-Mode: navigate

            """;
    private static final String PLAIN = "GET / HTTP/1.1\nHost: shop.example.com\n\n";
    private static final String ANSWER =
            "HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 100\n\n";

    private final RequestHead request = new RequestHead(HeadLimits.DEFAULT);
    private final ResponseHead response = new ResponseHead(HeadLimits.DEFAULT);
    private final ByteBuf plain = bytes(PLAIN);
    private final ByteBuf browser = bytes(BROWSER);
    private final ByteBuf answer = bytes(ANSWER);

    private static ByteBuf bytes(String head) {
        byte[] octets = head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
        return PooledByteBufAllocator.DEFAULT.directBuffer(octets.length).writeBytes(octets);
    }

    @Benchmark
    public Progress plainRequest() {
        return parse(plain);
    }

    @Benchmark
    public Progress browserRequest() {
        return parse(browser);
    }

    @Benchmark
    public Progress response() {
        answer.readerIndex(0);
        response.clear();
        return response.parse(answer);
    }

    private Progress parse(ByteBuf in) {
        in.readerIndex(0);
        request.clear();
        return request.parse(in);
    }

    @TearDown
    public void release() {
        plain.release();
        browser.release();
        answer.release();
    }
}
