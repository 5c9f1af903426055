package io.fragmentcache.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/** A real Redis of the test's own. */
public final class Server implements AutoCloseable {
    /** Lettuce tells of each connection that these tests cut. */
    private static final Logger QUIET = Logger.getLogger("io.lettuce");

    static {
        QUIET.setLevel(Level.OFF);
    }

    /** A server of another release, or another one: {@code -Dredis.binary=/usr/bin/valkey-server}. */
    private static final @Nullable String BINARY = System.getProperty("redis.binary");

    private static final String FILE = "dump.rdb";
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    final int port;
    private final Path directory = Files.createTempDirectory("redis");
    private RedisServer process;
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final StatefulRedisConnection<String, byte[]> ofBytes;

    public Server() throws IOException {
        port = freePort();
        process = start();
        client = RedisClient.create(uri());
        connection = client.connect();
        ofBytes = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    }

    private RedisServer start() throws IOException {
        RedisServer started = builder(port, directory).build();
        started.start();
        return started;
    }

    /** One that writes nothing by itself. */
    static RedisServerBuilder builder(int port, Path directory) throws IOException {
        RedisServerBuilder builder = RedisServer.newRedisServer();
        if (BINARY != null) {
            builder.executableProvider(() -> new File(BINARY));
        }
        return builder.port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("daemonize no")
                .setting("dir " + directory);
    }

    /** Ends, keeping what it holds in its file or nothing, and starts again. */
    void restart(boolean keepsAll) throws IOException {
        if (keepsAll) {
            cli().save();
        } else {
            Files.deleteIfExists(directory.resolve(FILE));
        }
        restartWithItsFile();
    }

    /** Ends and starts again with what it held when it was saved: as a replica that was behind when it took over. */
    void restartWithItsFile() throws IOException {
        process.stop();
        process = start();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** What a person at the server types. */
    public RedisCommands<String, String> cli() {
        return connection.sync();
    }

    /** The same, of bytes. */
    RedisCommands<String, byte[]> bytes() {
        return ofBytes.sync();
    }

    /** One who may do what these rules of an ACL say. */
    static <V> void addUser(
            RedisCommands<String, V> cli, RedisCodec<String, V> codec, String name, String password, String rules) {
        CommandArgs<String, V> user =
                new CommandArgs<>(codec).add("SETUSER").add(name).add("on").add(">" + password);
        for (String rule : rules.split(" ")) {
            user.add(rule);
        }
        cli.dispatch(CommandType.ACL, new StatusOutput<>(codec), user);
    }

    /** Looks again and again; false where it never became true. */
    public static boolean eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(200_000);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        process.stop();
        Files.deleteIfExists(directory.resolve(FILE));
        Files.delete(directory);
    }
}
