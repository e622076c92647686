package switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** No two source files of {@code switchboard.chat} need each other: each can be read after those it names. */
class CirclesTest {

    @Test
    void noFileOfTheChatPackageIsPartOfACircle() {
        assertThat(circles("switchboard.chat")).isEmpty();
    }

    /** The groups of more than one file that reach each other, by the names of their outermost classes. */
    private static List<Set<String>> circles(String packageName) {
        var edges = new TreeMap<String, Set<String>>();
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(packageName)
                .forEach(each -> each.getDirectDependenciesFromSelf().stream()
                        .map(Dependency::getTargetClass)
                        .filter(target -> target.getPackageName().equals(packageName))
                        .map(CirclesTest::file)
                        .filter(target -> !target.equals(file(each)))
                        .forEach(target -> edges.computeIfAbsent(file(each), name -> new TreeSet<>())
                                .add(target)));
        return new Components(edges).found;
    }

    private static String file(JavaClass any) {
        return any.getName().substring(any.getPackageName().length() + 1).split("\\$", 2)[0];
    }

    /** Tarjan's strongly connected components. */
    private static final class Components {
        final List<Set<String>> found = new ArrayList<>();
        private final Map<String, Set<String>> edges;
        private final Map<String, Integer> order = new HashMap<>();
        private final Map<String, Integer> low = new HashMap<>();
        private final Deque<String> open = new ArrayDeque<>();

        Components(Map<String, Set<String>> edges) {
            this.edges = edges;
            edges.keySet().forEach(this::visit);
        }

        private void visit(String node) {
            if (order.containsKey(node)) {
                return;
            }
            order.put(node, order.size());
            low.put(node, order.get(node));
            open.push(node);
            for (var next : edges.getOrDefault(node, Set.of())) {
                visit(next);
                if (open.contains(next)) {
                    low.merge(node, low.get(next), Math::min);
                }
            }
            if (low.get(node).equals(order.get(node))) {
                var component = new TreeSet<String>();
                String member;
                do {
                    member = open.pop();
                    component.add(member);
                } while (!member.equals(node));
                if (component.size() > 1) {
                    found.add(component);
                }
            }
        }
    }
}
