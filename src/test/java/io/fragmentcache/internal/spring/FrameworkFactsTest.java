package io.fragmentcache.internal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.web.bind.annotation.SessionAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.thymeleaf.web.IWebExchange;
import org.thymeleaf.web.servlet.IServletWebExchange;
import org.thymeleaf.web.servlet.IServletWebSession;

/** What Spring knows of one visitor's values: session attributes of the handler, scoped proxies, the token of forms. */
class FrameworkFactsTest {
    private static final String TOKEN = "6f1c2a34-0b5e-4d6f-9a7b-1c2d3e4f5a6b";

    private final Map<String, Object> attributes = new HashMap<>();
    private boolean hasSession = true;

    @SessionAttributes(names = "cart", types = Wizard.class)
    static final class Handler {
        public void handle() {}
    }

    record Wizard(int step) {}

    private IWebExchange exchange() {
        IServletWebSession session = (IServletWebSession) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {IServletWebSession.class},
                (proxy, method, arguments) -> method.getName().equals("exists") ? hasSession : null);
        return (IServletWebExchange) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {IServletWebExchange.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getAttributeValue" -> attribute(arguments);
                    case "getSession" -> session;
                    default -> null;
                });
    }

    private @Nullable Object attribute(Object[] arguments) {
        return attributes.get(String.valueOf(arguments[0]));
    }

    @Test
    void namesAndTypesOfSessionAttributesOfTheHandlerAreOneVisitors() throws ReflectiveOperationException {
        MvcFacts facts = new MvcFacts();
        assertThat(facts.isPersonal("cart", "x", exchange())).as("no handler").isFalse();
        attributes.put(
                HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE,
                new HandlerMethod(new Handler(), Handler.class.getMethod("handle")));
        assertThat(facts.isPersonal("cart", "x", exchange())).isTrue();
        assertThat(facts.isPersonal("other", new Wizard(1), exchange())).isTrue();
        assertThat(facts.isPersonal("products", "x", exchange())).isFalse();
    }

    @Test
    void aScopedProxyIsOneVisitors() {
        ProxyFactory proxy = new ProxyFactory(new Object());
        proxy.addInterface(ScopedObject.class);
        assertThat(new MvcFacts().isPersonal("basket", proxy.getProxy(), exchange()))
                .isTrue();
        assertThat(new MvcFacts().isPersonal("basket", new Object(), exchange()))
                .isFalse();
    }

    @Test
    void theTokenOfFormsIsRecognisedByItsValue() {
        SecurityFacts facts = new SecurityFacts();
        assertThat(facts.isSecret(TOKEN, exchange())).as("no token is there").isFalse();
        attributes.put("_csrf", new DefaultCsrfToken("X-CSRF-TOKEN", "_csrf", TOKEN));
        assertThat(facts.isSecret(TOKEN, exchange())).isTrue();
        assertThat(facts.isSecret("6f1c2a34-0b5e-4d6f-9a7b-000000000000", exchange()))
                .isFalse();
        hasSession = false;
        assertThat(facts.isSecret(TOKEN, exchange()))
                .as("asking could begin a session")
                .isFalse();
    }
}
