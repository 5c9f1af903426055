package io.fragmentcache.spring.boot;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.core.env.Environment;

/**
 * The address of the Redis that the application uses already, by the properties that Boot 3 and 4 have in common. Their
 * types have other names in each.
 */
record SpringRedisAddress(Environment environment) {
    private static final String PREFIX = "spring.data.redis.";

    String uri() {
        String url = environment.getProperty(PREFIX + "url");
        if (url != null) {
            return url;
        }
        boolean tls = environment.getProperty(PREFIX + "ssl.enabled", Boolean.class, false);
        String nodes = environment.getProperty(PREFIX + "cluster.nodes");
        String master = environment.getProperty(PREFIX + "sentinel.master");
        if (nodes != null) {
            return (tls ? "rediss-cluster://" : "redis-cluster://") + user() + nodes.replace(" ", "");
        }
        if (master != null) {
            return "redis-sentinel://" + user()
                    + text("sentinel.nodes", "localhost:26379").replace(" ", "") + database() + "#" + master;
        }
        return (tls ? "rediss://" : "redis://") + user() + text("host", "localhost") + ":" + text("port", "6379")
                + database();
    }

    private String user() {
        String password = environment.getProperty(PREFIX + "password");
        String name = environment.getProperty(PREFIX + "username");
        return password == null ? "" : (name == null ? "" : encoded(name) + ":") + encoded(password) + "@";
    }

    private String database() {
        String database = text("database", "0");
        return "0".equals(database) ? "" : "/" + database;
    }

    private String text(String name, String otherwise) {
        return environment.getProperty(PREFIX + name, otherwise);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
