package reactive;

import java.util.List;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** A shop without servlets. Not in the package of the other one, which would find it. */
@EnableAutoConfiguration
@Controller
public class ReactiveShop {
    /** A tea. */
    public record Tea(long id, String name) {}

    @GetMapping("/reactive")
    public String page(Model model) {
        model.addAttribute("teas", List.of(new Tea(1, "Sencha"), new Tea(2, "Assam")));
        return "reactive";
    }

    @Bean
    SecurityWebFilterChain everybody(ServerHttpSecurity http) {
        return http.authorizeExchange(exchanges -> exchanges.anyExchange().permitAll())
                .build();
    }
}
