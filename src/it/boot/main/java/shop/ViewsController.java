package shop;

import io.fragmentcache.thymeleaf.Lazy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import org.springframework.web.servlet.view.FragmentsRendering;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;

/** Each way in which a controller may answer. */
@Controller
public class ViewsController {
    private final Catalog catalog;
    private final SpringTemplateEngine engine;

    public ViewsController(Catalog catalog, SpringTemplateEngine engine) {
        this.catalog = catalog;
        this.engine = engine;
    }

    @GetMapping("/plain")
    public String plain(Model model) {
        model.addAttribute("products", catalog.products());
        return "mail";
    }

    @GetMapping("/part")
    public String part(Model model) {
        return listing(model) + " :: listing";
    }

    @GetMapping("/htmx")
    public String htmx(Model model, @RequestHeader(name = "HX-Request", required = false) String htmx) {
        return listing(model) + (htmx == null ? "" : " :: listing");
    }

    @GetMapping("/fragments")
    public FragmentsRendering fragments() {
        Map<String, Object> model =
                Map.of("products", Lazy.of(catalog::products), "categories", Lazy.of(catalog::categories));
        return FragmentsRendering.with("layout :: menu", model).fragment("list :: listing", model).build();
    }

    @GetMapping("/async/callable")
    public Callable<String> callable(Model model) {
        return () -> listing(model);
    }

    @GetMapping("/async/deferred")
    public DeferredResult<String> deferred(Model model) {
        DeferredResult<String> result = new DeferredResult<>();
        result.setResult(listing(model));
        return result;
    }

    @GetMapping("/async/future")
    public CompletableFuture<String> future(Model model) {
        return CompletableFuture.supplyAsync(() -> listing(model));
    }

    @GetMapping("/async/streaming")
    public ResponseEntity<StreamingResponseBody> streaming(Locale locale) {
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .body(out -> out.write(mail(locale).getBytes(StandardCharsets.UTF_8)));
    }

    @GetMapping("/async/sse")
    public SseEmitter sse(Locale locale) throws IOException {
        SseEmitter emitter = new SseEmitter();
        emitter.send(mail(locale));
        emitter.complete();
        return emitter;
    }

    @GetMapping("/forwarded")
    public String forwarded() {
        return "forward:/";
    }

    @GetMapping("/roles")
    public String roles() {
        return "roles";
    }

    @GetMapping("/model-and-view")
    public ModelAndView modelAndView() {
        return new ModelAndView("list", Map.of("products", Lazy.of(catalog::products)));
    }

    private String listing(Model model) {
        model.addAttribute("products", Lazy.of(catalog::products));
        return "list";
    }

    private String mail(Locale locale) {
        return engine.process("mail", new Context(locale, Map.of("products", catalog.products())));
    }
}
