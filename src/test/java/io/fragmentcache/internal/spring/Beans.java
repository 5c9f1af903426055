package io.fragmentcache.internal.spring;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.i18n.SimpleTimeZoneAwareLocaleContext;
import org.springframework.format.FormatterRegistry;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BindingResult;
import org.springframework.validation.Errors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.resource.VersionResourceResolver;
import org.springframework.web.servlet.support.RequestContextUtils;
import org.springframework.web.servlet.support.RequestDataValueProcessor;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

/** What the {@link Application} is made of. */
@Configuration(proxyBeanMethods = false)
@EnableWebMvc
@EnableWebSecurity
public class Beans implements WebMvcConfigurer {
    private final Path directory;

    Beans(Path directory) {
        this.directory = directory;
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/css/**")
                .addResourceLocations(directory.toUri().toString())
                .resourceChain(true)
                .addResolver(new VersionResourceResolver().addContentVersionStrategy("/**"));
    }

    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(Form.class, String.class, form -> "a form" + form.getName());
    }

    @Bean
    ThymeleafViewResolver views(SpringTemplateEngine engine) {
        ThymeleafViewResolver views = new ThymeleafViewResolver();
        views.setTemplateEngine(engine);
        views.setCharacterEncoding("UTF-8");
        return views;
    }

    @Bean
    UserDetailsService users() {
        User.UserBuilder user = User.withUsername("zoe").password("secret").roles("ADMIN");
        return new InMemoryUserDetailsManager(
                user.build(), user.username("jose").roles("READER").build());
    }

    /** Otherwise Spring replaces each password by a hash that takes a quarter of a second at each request. */
    @Bean
    PasswordEncoder passwords() {
        return new PasswordEncoder() {
            @Override
            public String encode(CharSequence password) {
                return password.toString();
            }

            @Override
            public boolean matches(CharSequence password, String encoded) {
                return encoded.contentEquals(password);
            }
        };
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .httpBasic(Customizer.withDefaults())
                .build();
    }

    /** Signs what is called so, as applications do that sign links for one visitor. */
    @Bean
    static BeanPostProcessor signing() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof RequestDataValueProcessor values ? new Signing(values) : bean;
            }
        };
    }

    @Bean
    @Scope(scopeName = WebApplicationContext.SCOPE_SESSION, proxyMode = ScopedProxyMode.TARGET_CLASS)
    Cart cart() {
        return new Cart();
    }

    @Bean
    Asking asking() {
        return new Asking();
    }

    /** One for each visitor. */
    public static class Cart {
        private final String owner = name();

        public String getOwner() {
            return owner;
        }
    }

    /** Asks the thread who it serves. */
    public static class Asking {
        private int counted;

        public int count() {
            return ++counted;
        }

        public String security() {
            return name();
        }

        /** As formatters of Spring ask for it. */
        public String languageAndZone() {
            return LocaleContextHolder.getLocale().toLanguageTag() + " "
                    + LocaleContextHolder.getTimeZone().getID();
        }

        public String header() {
            return String.valueOf(request().getHeader("X-Name"));
        }

        public String token() {
            return ((CsrfToken) request().getAttribute(CsrfToken.class.getName())).getToken();
        }

        public int errors() {
            return ((Errors) request().getAttribute(BindingResult.MODEL_KEY_PREFIX + "form")).getErrorCount();
        }

        public String flash() {
            return String.valueOf(RequestContextUtils.getInputFlashMap(request()));
        }

        public String pattern() {
            return String.valueOf(request().getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
        }

        public String principal() {
            return request().getUserPrincipal().getName();
        }

        public String session() {
            return request().getSession().getId();
        }

        private static HttpServletRequest request() {
            return ((ServletRequestAttributes) Objects.requireNonNull(RequestContextHolder.getRequestAttributes()))
                    .getRequest();
        }
    }

    /** What the form is bound to. */
    public static class Form {
        private String name = "";

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }
    }

    @Controller
    static class Pages {
        @GetMapping("/page")
        String page(@ModelAttribute("form") Form form) {
            return "page";
        }

        @GetMapping("/tokyo")
        String tokyo() {
            LocaleContextHolder.setLocaleContext(
                    new SimpleTimeZoneAwareLocaleContext(Locale.GERMANY, TimeZone.getTimeZone("Asia/Tokyo")));
            return "page";
        }

        @GetMapping("/leave")
        String leave(RedirectAttributes redirect) {
            redirect.addFlashAttribute("notice", "saved by " + name());
            return "redirect:/page";
        }
    }

    private static String name() {
        return SecurityContextHolder.getContext().getAuthentication().getName();
    }

    private record Signing(RequestDataValueProcessor values) implements RequestDataValueProcessor {
        @Override
        public String processAction(HttpServletRequest request, String action, String method) {
            return signed(request, values.processAction(request, action, method));
        }

        @Override
        public String processFormFieldValue(HttpServletRequest request, String name, String value, String type) {
            return signed(request, values.processFormFieldValue(request, name, value, type));
        }

        @Override
        public Map<String, String> getExtraHiddenFields(HttpServletRequest request) {
            return values.getExtraHiddenFields(request);
        }

        @Override
        public String processUrl(HttpServletRequest request, String url) {
            return signed(request, values.processUrl(request, url));
        }

        private static String signed(HttpServletRequest request, String text) {
            return text.contains("sign")
                    ? text + request.getHeader("Authorization").hashCode()
                    : text;
        }
    }
}
