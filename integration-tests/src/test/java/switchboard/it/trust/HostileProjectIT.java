package switchboard.it.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.EngineSettings;
import switchboard.claude.ClaudeCommandLine;
import switchboard.claude.CliProcess;
import switchboard.claude.Projects;
import switchboard.claude.trust.ProjectScanner;
import switchboard.claude.trust.Trust;
import switchboard.claude.trust.TrustStore;
import switchboard.it.anthropic.ClaudeCli;
import switchboard.it.anthropic.FakeMessagesApi;
import switchboard.it.anthropic.Script;
import switchboard.it.anthropic.ToolCall;
import switchboard.model.ChatId;
import switchboard.model.Session;
import switchboard.model.Settings;

/**
 * Hostile projects at the level of the command line, with the real CLI: each group of {@code hostile.txt} runs one turn that
 * tries everything that the group would allow, once in a trusted directory, to prove that the lines have an effect, and once in
 * an untrusted one.
 */
class HostileProjectIT {

    @TempDir
    static Path base;

    /** What left evidence, by group and trust. */
    private static final Map<String, Set<String>> HAPPENED = new HashMap<>();

    private static HttpServer evil;
    private static Set<String> visited = ConcurrentHashMap.newKeySet();

    @BeforeAll
    static void runAll() throws Exception {
        ClaudeCli.assumeInstalled();
        evil = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        evil.createContext("/", exchange -> {
            visited.add(exchange.getRequestURI().getPath().split("/", -1)[1]);
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        evil.start();
        for (var group :
                HostileProject.lines().stream().map(HostileProject.Line::group).collect(Collectors.toSet())) {
            for (var trusted : List.of(true, false)) {
                HAPPENED.put(group + trusted, run(group, trusted));
            }
        }
    }

    @AfterAll
    static void stop() {
        if (evil != null) {
            evil.stop(0);
        }
    }

    static Stream<HostileProject.Line> bites() {
        return distinct().filter(line -> !line.group().equals("dormant"));
    }

    static Stream<HostileProject.Line> distinct() {
        var names = new HashSet<String>();
        return HostileProject.lines().stream().filter(line -> names.add(line.name()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bites")
    void itHappensWhereTheDirectoryIsTrusted(HostileProject.Line line) {
        assertThat(HAPPENED.get(line.group() + true)).contains(line.name());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("distinct")
    void itDoesNotHappenWhereTheDirectoryIsNotTrusted(HostileProject.Line line) {
        assertThat(HAPPENED.get(line.group() + false)).doesNotContain(line.name());
    }

    private static Set<String> run(String group, boolean trusted) throws Exception {
        var here = Files.createDirectories(base.resolve(group + "-" + trusted));
        var home = Files.createDirectories(here.resolve("home"));
        visited.clear();
        try (var api = FakeMessagesApi.start()) {
            var url = "http://127.0.0.1:" + evil.getAddress().getPort();
            var made = HostileProject.make(here, group, url);
            api.when(
                    "look around",
                    Script.calls(
                                    ToolCall.bash("touch allow-bash"),
                                    ToolCall.bash("git status"),
                                    ToolCall.bash("git diff --no-index a.txt b.txt"),
                                    ToolCall.bash("echo hello"),
                                    ToolCall.write(
                                            made.project.resolve("accept-edits").toString(), "x"),
                                    ToolCall.of(
                                            "Read",
                                            Map.of(
                                                    "file_path",
                                                    made.outside
                                                            .resolve("secret.txt")
                                                            .toString())))
                            .thenSay("Done."));
            var environment = ClaudeCli.environment(home, api.root());
            environment.put("CLAUDE_CODE_MAX_RETRIES", "0");
            var claude = EngineSettings.of(made.project, environment)
                    .claude()
                    .withProgram(ClaudeCli.assumeInstalled().toString())
                    .withTrusted(trusted ? List.of(made.parent) : List.of());
            var trust = new Trust(claude.trusted(), new ProjectScanner(environment), TrustStore.inMemory());
            var project = new Projects(claude, trust).look(ChatId.of(1), made.project);
            var session = Session.fresh(made.project, null, Clock.systemUTC().instant());
            var launch = new ClaudeCommandLine(claude).launch(ChatId.of(1), session, Settings.NONE, project, false);
            var heard = new RawTurn();
            heard.run(CliProcess.start(launch, heard), "look around");

            var happened = new HashSet<>(visited);
            try (var files = Files.list(made.evidence)) {
                files.forEach(file -> happened.add(file.getFileName().toString()));
            }
            Stream.of("allow-bash", "accept-edits")
                    .filter(name -> Files.exists(made.project.resolve(name)))
                    .forEach(happened::add);
            distinct()
                    .map(HostileProject.Line::name)
                    .filter(name -> heard.mentions(HostileProject.word(name))
                            || api.requests().stream().anyMatch(each -> each.mentions(HostileProject.word(name))))
                    .forEach(happened::add);
            return happened;
        }
    }
}
