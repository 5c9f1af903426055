package io.fragmentcache.internal.spring;

import io.fragmentcache.stage.Item;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.math.BigDecimal;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.SimpleTimeZoneAwareLocaleContext;
import org.springframework.format.annotation.NumberFormat;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.SessionAttributes;
import org.springframework.web.servlet.LocaleContextResolver;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.i18n.AbstractLocaleContextResolver;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

/** What the {@link MvcApplication} is made of: a form, a wizard in the session, scoped beans, and what an advice adds. */
@Configuration(proxyBeanMethods = false)
@EnableWebMvc
@EnableWebSecurity
@Import({MvcBeans.Pages.class, MvcBeans.Advice.class})
class MvcBeans {
    static void logIn(String name, HttpSession session) {
        User user = new User(
                name, "", AuthorityUtils.createAuthorityList(name.equals("admin") ? "ROLE_ADMIN" : "ROLE_USER"));
        session.setAttribute(
                "SPRING_SECURITY_CONTEXT",
                new SecurityContextImpl(new UsernamePasswordAuthenticationToken(user, "", user.getAuthorities())));
        session.setAttribute(
                HttpSessionCsrfTokenRepository.class.getName() + ".CSRF_TOKEN",
                new DefaultCsrfToken("X-CSRF-TOKEN", "_csrf", "token-of-" + name));
    }

    @Bean
    ThymeleafViewResolver views(SpringTemplateEngine engine) {
        ThymeleafViewResolver views = new ThymeleafViewResolver();
        views.setTemplateEngine(engine);
        views.setCharacterEncoding("UTF-8");
        return views;
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(csrf -> csrf.csrfTokenRequestHandler(new CsrfTokenRequestAttributeHandler())
                        .requireCsrfProtectionMatcher(request -> false))
                .build();
    }

    @Bean
    LocaleContextResolver localeResolver() {
        return new AbstractLocaleContextResolver() {
            @Override
            public LocaleContext resolveLocaleContext(HttpServletRequest request) {
                String zone = request.getHeader("X-Zone");
                return new SimpleTimeZoneAwareLocaleContext(
                        request.getLocale(), TimeZone.getTimeZone(zone == null ? "UTC" : zone));
            }

            @Override
            public void setLocaleContext(
                    HttpServletRequest request,
                    @Nullable HttpServletResponse response,
                    @Nullable LocaleContext localeContext) {}
        };
    }

    @Bean
    @Scope(scopeName = "session", proxyMode = ScopedProxyMode.TARGET_CLASS)
    Cart cart() {
        return new Cart();
    }

    @Bean
    @Scope(scopeName = "request", proxyMode = ScopedProxyMode.TARGET_CLASS)
    Visit visit(HttpServletRequest request) {
        return new Visit(String.valueOf(request.getHeader("User-Agent")));
    }

    @Bean
    Beans.Asking asking() {
        return new Beans.Asking();
    }

    /** One for each session. */
    static class Cart {
        private final String owner =
                SecurityContextHolder.getContext().getAuthentication().getName();

        public String getOwner() {
            return owner;
        }
    }

    /** One for each request. */
    static class Visit {
        private final String agent;

        Visit(String agent) {
            this.agent = agent;
        }

        Visit() {
            this("none");
        }

        public String getAgent() {
            return agent;
        }
    }

    /** Has no identity. */
    public static final class Account {
        private final String name;

        Account(String name) {
            this.name = name;
        }

        public String getName() {
            return name;
        }
    }

    public static final class Form {
        private String name = "";

        @NumberFormat(style = NumberFormat.Style.CURRENCY)
        private BigDecimal price = new BigDecimal("1234.5");

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public BigDecimal getPrice() {
            return price;
        }

        public void setPrice(BigDecimal price) {
            this.price = price;
        }
    }

    public static final class Wizard {
        private String name = "new";

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }
    }

    @Controller
    @SessionAttributes("wizard")
    static class Pages {
        private final Cart cart;

        Pages(Cart cart) {
            this.cart = cart;
        }

        @ModelAttribute("wizard")
        Wizard wizard() {
            return new Wizard();
        }

        @RequestMapping("/pages/{template}")
        String page(
                @PathVariable("template") String template,
                @ModelAttribute("form") Form form,
                BindingResult typed,
                @ModelAttribute("wizard") Wizard wizard,
                BindingResult step,
                Model model) {
            model.addAttribute("product", new Item("1", "Tea", 1));
            model.addAttribute("products", List.of(new Item("1", "Tea", 1), new Item("2", "Oat", 1)));
            model.addAttribute("moment", Instant.EPOCH);
            model.addAttribute("basket", cart);
            return template;
        }
    }

    @ControllerAdvice
    static class Advice {
        @ModelAttribute
        void add(
                Model model,
                HttpSession session,
                @Nullable Principal principal,
                Authentication authentication,
                CsrfToken token) {
            model.addAttribute("me", session.getAttribute("account"));
            model.addAttribute("who", principal);
            model.addAttribute("login", authentication);
            model.addAttribute("token", token);
        }
    }
}
