package shop;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.format.annotation.NumberFormat;

@Entity
public class Product {
    @Id
    private Long id;

    @Version
    private int version;

    @NotBlank
    private String name;

    @NumberFormat(style = NumberFormat.Style.NUMBER, pattern = "#,##0.00")
    @DecimalMin("0.01")
    private BigDecimal price;

    @DateTimeFormat(pattern = "d. MMMM yyyy")
    private LocalDate harvested;

    @ManyToOne(fetch = FetchType.LAZY)
    private Category category;

    protected Product() {}

    public Product(Long id, String name, BigDecimal price, LocalDate harvested, Category category) {
        this.id = id;
        this.name = name;
        this.price = price;
        this.harvested = harvested;
        this.category = category;
    }

    public Long getId() {
        return id;
    }

    public int getVersion() {
        return version;
    }

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

    public LocalDate getHarvested() {
        return harvested;
    }

    public Category getCategory() {
        return category;
    }
}
