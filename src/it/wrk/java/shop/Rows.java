package shop;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

public interface Rows extends JpaRepository<Product, Long> {
    @Query("select p from Product p join fetch p.category where p.id <= :last order by p.id")
    List<Product> first(long last);
}
