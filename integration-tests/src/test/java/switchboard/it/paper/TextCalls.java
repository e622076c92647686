package switchboard.it.paper;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** How the code speaks to people: every use of the catalogue, and literals where a text of it belongs. */
@SuppressWarnings("VoidUsed") // a scanner passes it on
final class TextCalls extends TreeScanner<Void, Void> {

    /**
     * A use of the catalogue.
     *
     * @param arguments how many there are besides the key
     */
    record Call(String file, String key, int arguments) {}

    /** The stand-in plays scenes, with texts of its own. */
    private static final String STAND_IN = "/switchboard/standin/";

    /** The first argument of these is read by people. */
    private static final Pattern SPEAKING = Pattern.compile(
            "Reply\\.of|(Reply\\.)?Button|Reply|Key|(ChatProtocol\\.)?Noticed|(Board\\.)?Notice|\\w+\\.say");

    /** The second argument of these is. */
    private static final Pattern SPEAKING_SECOND =
            Pattern.compile("Reaction\\.say|(ChatProtocol\\.)?Settlement|Outcome\\.failed|Inbound\\.Tell|answer");

    private static final Pattern WORDS = Pattern.compile("(?s)(?!/).*\\p{L}{2}.*");

    private final List<Call> calls = new ArrayList<>();
    private final List<String> dynamic = new ArrayList<>();
    private final List<String> literals = new ArrayList<>();
    private String file = "";

    private TextCalls() {}

    static TextCalls of(Path root) {
        var found = new TextCalls();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null);
                var modules = Files.newDirectoryStream(root, "bot-*")) {
            for (var module : modules) {
                var main = module.resolve("src/main/java");
                try (var files = Files.walk(main)) {
                    var sources = files.filter(each -> each.toString().endsWith(".java"))
                            .filter(each -> !each.toString().contains(STAND_IN))
                            .toList();
                    var units = manager.getJavaFileObjectsFromPaths(sources);
                    var task = (JavacTask) compiler.getTask(null, manager, null, List.of("-proc:none"), null, units);
                    task.parse().forEach(found::read);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return found;
    }

    List<Call> calls() {
        return calls;
    }

    /** Uses of the catalogue whose key is not in the source. */
    List<String> dynamic() {
        return dynamic;
    }

    /** Words in the source that a person would read. */
    List<String> literals() {
        return literals;
    }

    private void read(CompilationUnitTree unit) {
        file = unit.getSourceFile().getName().replaceFirst(".*/src/main/java/", "");
        scan(unit, null);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
        var method = call.getMethodSelect().toString();
        if (method.equals("Texts.of")) {
            uses(call.getArguments());
        } else {
            speaks(method, call.getArguments());
        }
        return super.visitMethodInvocation(call, none);
    }

    @Override
    public Void visitNewClass(NewClassTree made, Void none) {
        speaks(made.getIdentifier().toString(), made.getArguments());
        return super.visitNewClass(made, none);
    }

    private void uses(List<? extends ExpressionTree> arguments) {
        var keys = new ArrayList<String>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitLiteral(LiteralTree literal, Void none) {
                keys.add(String.valueOf(literal.getValue()));
                return null;
            }
        }.scan(arguments.getFirst(), null);
        if (keys.isEmpty()) {
            dynamic.add(file + ": " + arguments);
        }
        keys.forEach(key -> calls.add(new Call(file, key, arguments.size() - 1)));
    }

    private void speaks(String what, List<? extends ExpressionTree> arguments) {
        if (SPEAKING_SECOND.matcher(what).matches() && arguments.size() > 1) {
            checkWords(arguments.get(1));
        } else if (SPEAKING.matcher(what).matches() && !arguments.isEmpty()) {
            checkWords(arguments.getFirst());
        }
    }

    private void checkWords(Tree spoken) {
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethodInvocation(MethodInvocationTree inner, Void none) {
                return null; // what a method makes of a literal is its own affair
            }

            @Override
            public Void visitLiteral(LiteralTree literal, Void none) {
                if (literal.getValue() instanceof String words
                        && WORDS.matcher(words).matches()) {
                    literals.add(file + ": " + words);
                }
                return null;
            }
        }.scan(spoken, null);
    }
}
