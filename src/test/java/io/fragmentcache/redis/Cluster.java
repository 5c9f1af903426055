package io.fragmentcache.redis;

import io.lettuce.core.MigrateArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import redis.embedded.RedisServer;

/** A real Redis Cluster of the test's own: three nodes, which share the slots evenly. */
final class Cluster implements AutoCloseable {
    private static final int NODES = 3;
    private static final int BUS = 10_000;

    /** A node of it, and what a person there types. */
    private record Member(int port, Path directory, RedisServer process, RedisCommands<String, byte[]> cli) {}

    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private final RedisClient client = RedisClient.create();
    private final List<Member> members = new ArrayList<>();
    private final List<Member> gone = new ArrayList<>();

    Cluster() throws IOException {
        for (int i = 0; i < NODES; i++) {
            members.add(start());
        }
        for (int i = 0; i < NODES; i++) {
            Member member = members.get(i);
            member.cli().clusterSetConfigEpoch(i + 1);
            member.cli()
                    .clusterAddSlots(
                            IntStream.range(firstSlot(i), firstSlot(i + 1)).toArray());
            member.cli().clusterMeet("127.0.0.1", members.get(0).port());
        }
        await(() -> members.stream().allMatch(Cluster::isWhole));
    }

    private static int firstSlot(int node) {
        return SlotHash.SLOT_COUNT * node / NODES;
    }

    private Member start() throws IOException {
        int port = freePort();
        Path directory = Files.createTempDirectory("redis-cluster");
        RedisServer process = Server.builder(port, directory)
                .setting("cluster-enabled yes")
                .setting("cluster-node-timeout 2000")
                .setting("repl-diskless-sync-delay 0")
                .build();
        process.start();
        return new Member(
                port,
                directory,
                process,
                client.connect(CODEC, RedisURI.create("127.0.0.1", port)).sync());
    }

    /** One whose bus, ten thousand above, is free too. */
    private static int freePort() throws IOException {
        while (true) {
            int port = Server.freePort();
            if (port + BUS <= 65_535) {
                try (ServerSocket bus = new ServerSocket(port + BUS)) {
                    return port;
                } catch (IOException taken) {
                    // Another one.
                }
            }
        }
    }

    private static boolean isWhole(Member member) {
        String info = member.cli().clusterInfo();
        return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + NODES);
    }

    /** As an application writes it that may do all; one with a user puts it before the first node. */
    String uri() {
        return uri("");
    }

    String uri(String user) {
        return "redis-cluster://" + user
                + members.stream().map(each -> "127.0.0.1:" + each.port()).collect(Collectors.joining(","));
    }

    /** As an application writes it that takes the first node for a server. */
    String uriOfOne() {
        return "redis://127.0.0.1:" + members.get(0).port();
    }

    /** What a person types at the node that owns the name. */
    RedisCommands<String, byte[]> cli(String name) {
        return owner(SlotHash.getSlot(name)).cli();
    }

    private Member owner(int slot) {
        return members.stream()
                .filter(each -> ranges(each).anyMatch(range -> range[0] <= slot && slot <= range[1]))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<int[]> ranges(Member member) {
        String line = member.cli()
                .clusterNodes()
                .lines()
                .filter(each -> each.contains("myself"))
                .findFirst()
                .orElseThrow();
        return Arrays.stream(line.split(" "))
                .skip(8)
                .filter(each -> !each.startsWith("["))
                .map(each -> each.split("-"))
                .map(each -> new int[] {Integer.parseInt(each[0]), Integer.parseInt(each[each.length - 1])});
    }

    /** The node that owns the name gets a replica, and dies when the replica has all that it has. */
    void failOver(String name) throws IOException {
        Member owner = owner(SlotHash.getSlot(name));
        Member replica = start();
        members.add(replica);
        replica.cli().clusterMeet("127.0.0.1", owner.port());
        String id = owner.cli().clusterMyId();
        await(() -> replica.cli().clusterNodes().contains(id));
        replica.cli().clusterReplicate(id);
        await(() -> replica.cli().info("replication").contains("master_link_status:up"));
        await(() -> members.stream().allMatch(each -> each.cli().clusterNodes().contains("slave " + id)));
        owner.process().stop();
        members.remove(owner);
        gone.add(owner);
    }

    private static void await(BooleanSupplier condition) {
        if (!Server.eventually(condition)) {
            throw new IllegalStateException("the cluster did not come together");
        }
    }

    void addUser(String name, String password, String rules) {
        members.forEach(each -> Server.addUser(each.cli(), CODEC, name, password, rules));
    }

    void wipe() {
        members.forEach(each -> each.cli().flushall());
    }

    /** The slot of this name on its way to another node: each step is taken by hand. */
    final class Move {
        private final int slot;
        private final Member from;
        private final Member to;

        Move(String name) {
            slot = SlotHash.getSlot(name);
            from = owner(slot);
            to = members.get((members.indexOf(from) + 1) % NODES);
            to.cli().clusterSetSlotImporting(slot, from.cli().clusterMyId());
            from.cli().clusterSetSlotMigrating(slot, to.cli().clusterMyId());
        }

        /** Moves one of the names in the slot; false where none is left. */
        boolean one() {
            List<String> names = from.cli().clusterGetKeysInSlot(slot, 1);
            names.forEach(
                    name -> from.cli().migrate("127.0.0.1", to.port(), 0, 10_000, MigrateArgs.Builder.keys(name)));
            return !names.isEmpty();
        }

        void end() {
            String owner = to.cli().clusterMyId();
            to.cli().clusterSetSlotNode(slot, owner);
            members.stream()
                    .filter(each -> each.port() != to.port())
                    .forEach(each -> each.cli().clusterSetSlotNode(slot, owner));
        }
    }

    @Override
    public void close() throws IOException {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        for (Member member : members) {
            member.process().stop();
        }
        gone.addAll(members);
        for (Member member : gone) {
            try (var files = Files.list(member.directory())) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(member.directory());
        }
    }
}
