package shop;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Adds as many products as the measured pages show, once the shop has its own. */
@Component
public class FullShelves {
    private final Rows rows;

    public FullShelves(Rows rows) {
        this.rows = rows;
    }

    @EventListener(ApplicationReadyEvent.class)
    @Transactional
    public void fill() {
        Category green = rows.getReferenceById(1L).getCategory();
        for (long id = 4; id <= 50; id++) {
            rows.save(new Product(id, "Tea " + id, BigDecimal.valueOf(1000 + id, 2), LocalDate.of(2026, 5, 3), green));
        }
    }
}
