package shop;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

public interface Products extends JpaRepository<Product, Long> {
    @Query("select p from Product p join fetch p.category order by p.id")
    List<Product> inOrder();

    @Query("select p from Product p join fetch p.category where p.id = :id")
    Product byId(Long id);
}
