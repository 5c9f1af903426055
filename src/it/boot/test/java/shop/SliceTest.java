package shop;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.mockito.Mockito.when;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.MockMvc;

/** Tests of one controller that share a context, see what each of them mocked. */
@ControllerTest(ShopController.class)
@WithMockUser
class SliceTest {
    @Autowired
    private MockMvc browser;

    @MockitoBean
    private Catalog catalog;

    @Test
    void chai() throws Exception {
        show("Chai tea", "Oat milk");
    }

    @Test
    void oat() throws Exception {
        show("Oat milk", "Chai tea");
    }

    private void show(String name, String never) throws Exception {
        Category green = new Category(1L, "Green");
        when(catalog.products())
                .thenReturn(List.of(new Product(1L, name, BigDecimal.ONE, LocalDate.of(2026, 5, 3), green)));
        when(catalog.categories()).thenReturn(List.of(green));
        for (int i = 0; i < 2; i++) {
            browser.perform(get("/"))
                    .andExpect(content().string(containsString(name)))
                    .andExpect(content().string(not(containsString(never))))
                    .andExpect(content().string(not(containsString("cache:"))));
        }
    }
}
