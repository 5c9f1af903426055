package reactive;

import io.fragmentcache.thymeleaf.Lazy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.WebSession;
import org.thymeleaf.spring6.context.webflux.ReactiveDataDriverContextVariable;
import reactor.core.publisher.Flux;

/** A shop without servlets. Not in the package of the other one, which would find it. */
@EnableAutoConfiguration
@Controller
public class ReactiveShop {
    /** How often the teas were asked for. */
    public static final AtomicInteger MADE = new AtomicInteger();

    /** A tea. */
    public record Tea(long id, String name) {}

    @GetMapping("/reactive/{kind}")
    public String page(@PathVariable String kind, @RequestParam String name, WebSession session, Model model) {
        session.getAttributes().put("name", name);
        model.addAttribute("name", name);
        model.addAttribute("teas", Lazy.of(ReactiveShop::teas));
        if (kind.equals("driven")) {
            model.addAttribute("driven", new ReactiveDataDriverContextVariable(Flux.fromIterable(teas()), 1));
        }
        return "reactive :: " + kind;
    }

    private static List<Tea> teas() {
        MADE.incrementAndGet();
        return List.of(new Tea(1, "Sencha"), new Tea(2, "Assam"));
    }

    @Bean
    SecurityWebFilterChain everybody(ServerHttpSecurity http) {
        return http.authorizeExchange(exchanges -> exchanges.anyExchange().permitAll())
                .build();
    }
}
