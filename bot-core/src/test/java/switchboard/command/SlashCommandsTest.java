package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.model.AgentQuery;
import switchboard.model.ChatState;
import switchboard.model.Rule;
import switchboard.model.Session;
import switchboard.model.SessionId;

class SlashCommandsTest {

    private final SlashCommands installed = SlashCommands.installed();

    @TempDir
    Path temp;

    @Test
    void everyCommandOfThePackageIsInstalled() {
        assertThat(installed.listed())
                .extracting(SlashCommand::name)
                .containsExactly(
                        "ask",
                        "bookmarks",
                        "branch",
                        "budget",
                        "cd",
                        "compact",
                        "context",
                        "cost",
                        "diff",
                        "docx",
                        "effort",
                        "export",
                        "file",
                        "fork",
                        "handoff",
                        "help",
                        "html",
                        "image",
                        "import",
                        "merge",
                        "mode",
                        "model",
                        "new",
                        "pdf",
                        "pending",
                        "plan",
                        "provider",
                        "restart",
                        "resume",
                        "retry",
                        "rules",
                        "sessions",
                        "share",
                        "skill",
                        "status",
                        "stop",
                        "title",
                        "undo",
                        "worktree");
        assertThat(List.of("start", "c", "kill", "q", "think", "cancel"))
                .allSatisfy(name -> assertThat(installed.find(name)).isPresent());
    }

    @Test
    void aSignIsFoundAtTheBeginningTheLongestFirst() {
        assertThat(installed.signedBy("!ls").map(SlashCommand::name)).contains("shell");
        assertThat(installed.signedBy("!!no").map(SlashCommand::name)).contains("instead");
        assertThat(installed.signedBy("ls!")).isEmpty();
        assertThat(installed.without("shell").signedBy("!ls")).isEmpty();
        assertThat(installed.signed())
                .allSatisfy(command -> assertThat(command.description()).startsWith(command.sign()));
    }

    @Test
    void whatAnAgentIsNotCapableOfIsNotOffered() {
        var able = installed.under(Set.of(Capability.MODES));

        assertThat(able.find("mode")).isPresent();
        assertThat(able.find("plan")).isPresent();
        assertThat(able.find("stop")).as("needs nothing").isPresent();
        for (var name : List.of("model", "effort", "context", "compact", "fork", "share", "undo")) {
            assertThat(able.find(name)).as(name).isEmpty();
        }
    }

    @Test
    void aCommandForOwnersDoesNothingForOthers() {
        var chat = new TestChat(temp, new OwnersOnly());

        assertThat(chat.give("/secret now")).isEqualTo("Did now.");
        assertThat(chat.asUser().give("/secret now")).isEqualTo("Only an owner of this bot may use /secret.");
    }

    private static final class OwnersOnly implements SlashCommand {

        @Override
        public String name() {
            return "secret";
        }

        @Override
        public String description() {
            return "";
        }

        @Override
        public boolean needsOwner() {
            return true;
        }

        @Override
        public Reaction run(Invocation call) {
            return call.say("Did " + call.argument() + ".");
        }
    }

    @Test
    void namesAndAliasesAreUniqueAndOfTheFormThatTelegramTakes() {
        var names = new HashSet<String>();

        assertThat(installed.listed().stream()
                        .flatMap(command -> Stream.concat(Stream.of(command.name()), command.aliases().stream())))
                .allSatisfy(name -> assertThat(name).matches("[a-z0-9_]{1,32}"))
                .allSatisfy(name -> assertThat(names.add(name)).as(name).isTrue());
    }

    @Test
    void everyListedDescriptionFitsTheMenu() {
        assertThat(installed.listed())
                .allSatisfy(command -> assertThat(command.description()).hasSizeBetween(1, 256));
    }

    @Test
    void aMistypedNameLeadsToTheNearest() {
        assertThat(installed.nearest("satus")).contains("status");
        assertThat(installed.nearest("Effrot")).contains("effort");
        assertThat(installed.nearest("stauts")).contains("status");
        assertThat(installed.nearest("sesions")).contains("sessions");
        assertThat(installed.nearest("cancle")).isNotEqualTo(Optional.of("cancel"));
        assertThat(installed.nearest("frobnicate")).isEmpty();
        assertThat(installed.nearest("x")).isEmpty();
        for (var word : List.of("login", "healthz", "health", "api", "weather", "users", "test", "rm", "var", "2026")) {
            assertThat(installed.nearest(word)).as(word).isEmpty();
        }
    }

    @Test
    void everyButtonOfEveryReplyFitsAndLeadsToACommand() throws IOException {
        var chat = busyChat();

        for (var line : List.of(
                "/help",
                "/start",
                "/status",
                "/sessions",
                "/sessions page 2",
                "/sessions cleanup",
                "/sessions cleanup 999999999s",
                "/cd",
                "/cd deep",
                "/bookmarks",
                "/bookmarks add",
                "/cd ..",
                "/cd",
                "/statsu " + "x".repeat(200),
                "/resume",
                "/model",
                "/model x",
                "/effort",
                "/mode",
                "/plan",
                "/plan off",
                "/restart",
                "/provider",
                "/rules",
                "/rules revoke 1",
                "/pending",
                "/retry",
                "/ask x",
                "/compact",
                "/context",
                "/cost",
                "/title",
                "/stop",
                "/pending",
                "/stop",
                "/new",
                "/resume",
                "/cd")) {
            chat.give(line);
            assertThat(chat.buttons()).as(line).allSatisfy(command -> {
                assertThat(command.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(60);
                assertThat(installed.find(command.substring(1).split(" ", 2)[0]))
                        .isPresent();
            });
            assertThat(chat.labels())
                    .as(line)
                    .allSatisfy(label -> assertThat(label).isNotBlank());
        }
    }

    private TestChat busyChat() throws IOException {
        var root = temp.toRealPath();
        Files.createDirectories(root.resolve("deep").resolve("é".repeat(60)));
        Files.createDirectory(root.resolve("x".repeat(200)));
        var chat = new TestChat(root)
                .agentSays(new AgentQuery.ModelList(List.of(
                        new AgentQuery.ModelList.Model("m".repeat(80), "", ""),
                        new AgentQuery.ModelList.Model("opus[1m]", "", ""))));
        var odd = new Session(
                new SessionId("ö".repeat(60)), Session.FIRST_AGENT, true, root, null, "y".repeat(60), TestChat.NOW, 0);
        chat.change(state -> state.move(odd)
                .move(Session.fresh(root, "t".repeat(64), TestChat.NOW))
                .with(ChatState::settings, settings -> settings.withRules(List.of(new Rule("Bash", "z".repeat(300))))));
        for (var number = 1; number <= 25; number++) {
            chat.others.add(TestChat.other(-1_000_000_000_000L - number, "T" + number, Duration.ofDays(number)));
            chat.ask("prompt " + number);
        }
        return chat;
    }
}
