package io.fragmentcache.spring.boot;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.springframework.context.ApplicationContext;
import org.springframework.core.convert.ConversionService;
import org.springframework.web.servlet.support.RequestContext;
import org.thymeleaf.spring6.context.webmvc.SpringWebMvcThymeleafRequestContext;
import org.thymeleaf.spring6.expression.ThymeleafEvaluationContext;
import org.thymeleaf.spring6.naming.SpringContextVariableNames;

/** What the view of Spring gives each page, for holes without a page: beans, forms and the values that links and forms get. */
record SpringHoleVariables(ApplicationContext beans, ConversionService conversion)
        implements BiFunction<HttpServletRequest, HttpServletResponse, Map<String, Object>> {
    @Override
    public Map<String, Object> apply(HttpServletRequest request, HttpServletResponse response) {
        Map<String, Object> variables = new HashMap<>();
        RequestContext context = new RequestContext(request, response, request.getServletContext(), new HashMap<>());
        variables.put(SpringContextVariableNames.SPRING_REQUEST_CONTEXT, context);
        variables.put(
                SpringContextVariableNames.THYMELEAF_REQUEST_CONTEXT,
                new SpringWebMvcThymeleafRequestContext(context, request));
        variables.put(
                ThymeleafEvaluationContext.THYMELEAF_EVALUATION_CONTEXT_CONTEXT_VARIABLE_NAME,
                new ThymeleafEvaluationContext(beans, conversion));
        return variables;
    }
}
