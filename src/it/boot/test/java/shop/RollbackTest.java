package shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.math.BigDecimal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.context.WebApplicationContext;

/** What a test changed and rolled back is not shown to the next. */
@SpringBootTest
@Transactional
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RollbackTest {
    @Autowired
    private Catalog catalog;

    private MockMvc browser;

    @BeforeEach
    void open(@Autowired WebApplicationContext context) {
        browser = MockMvcBuilders.webAppContextSetup(context).build();
    }

    @Test
    @Order(1)
    void aTestSeesItsOwnChange() throws Exception {
        ProductForm form = new ProductForm();
        form.setName("Rolled back");
        form.setPrice(BigDecimal.ONE);
        catalog.change(3, form);
        assertThat(page()).contains("Rolled back");
    }

    @Test
    @Order(2)
    void theNextTestDoesNot() throws Exception {
        assertThat(page()).contains("Assam").doesNotContain("Rolled back");
    }

    private String page() throws Exception {
        return browser.perform(get("/products/3")).andReturn().getResponse().getContentAsString();
    }
}
