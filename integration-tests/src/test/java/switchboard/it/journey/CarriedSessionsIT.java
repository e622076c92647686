package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import switchboard.botapi.FileContent;
import switchboard.it.anthropic.Script;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.Fault;
import switchboard.it.telegram.Media;
import switchboard.process.ProcessMark;

/** A session goes to another chat as a file and continues there; folders are at hand; Claude Code starts again on demand. */
class CarriedSessionsIT extends Journey {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void aSessionGoesOnInAnotherChat() throws Exception {
        claude.when("a long story", Script.say("Once upon a time.").hold("story"));
        startBot();
        var one = chatWith(ada);
        var two = chatWith(bob);
        var apples = directory("apples");
        var pears = directory("pears");

        aBookmarkLeadsToItsFolder(one, apples);
        var exported = theSessionComesAsAFile(one);
        itContinuesInTheOtherChatsFolder(two, pears, exported);
        aFileThatIsNoneIsSaid(two, exported);
        aProcessStartsAgainOnDemand(one);
        awaitAtRest(ADA);
        awaitAtRest(BOB);
    }

    private static void aBookmarkLeadsToItsFolder(Chat chat, Path folder) {
        chat.says("/bookmarks add " + folder);
        var added = chat.awaitMessage("🔖 Added");
        chat.presses(added, "🔖 apples");
        chat.awaitMessage("Now in " + folder);
        chat.says("/bookmarks");
        chat.awaitMessage("Bookmarks of this chat:");
    }

    private FileContent theSessionComesAsAFile(Chat chat) throws IOException {
        chat.says("/export");
        chat.awaitMessage("Nothing was said in this session yet");
        claude.when("remember the plum", Script.say("Noted, and that is no secret: " + telegram.token()));
        chat.says("remember the plum");
        chat.awaitAnswer("Noted, and that is no secret: [redacted]");
        awaitInTranscript("Noted, and that is no secret: " + telegram.token());
        var command = chat.says("/export");
        var message = chat.awaitMessage(sent -> sent.fromBot() && sent.file().isPresent());

        assertThat(message.replyTo()).isEqualTo(command.id());
        var file = message.file().orElseThrow();
        assertThat(file.name()).startsWith("session-remember-the-plum").endsWith(".zip");
        var entries = entries(file);
        assertThat(entries).containsOnlyKeys("README.txt", "session.json", "transcript.jsonl", "SHA256SUMS");
        assertThat(entries.values()).noneMatch(text -> text.contains(telegram.token()) || text.contains("apples"));
        assertThat(entries.get("transcript.jsonl"))
                .contains("remember the plum", "Noted, and that is no secret: [redacted]");
        return file;
    }

    private void itContinuesInTheOtherChatsFolder(Chat chat, Path folder, FileContent file) throws IOException {
        chat.says("/cd " + folder);
        chat.awaitMessage("Now in " + folder);
        chat.says("something else");
        chat.awaitAnswer("You said: something else");
        chat.sends(Media.document(file, "/import"));
        chat.awaitMessage("📥 Getting the session from");
        chat.awaitMessage("“remember the plum");
        assertThat(kept(folder))
                .hasSize(2)
                .allSatisfy(transcript -> assertThat(
                                PosixFilePermissions.toString(Files.getPosixFilePermissions(transcript)))
                        .isEqualTo("rw-------"));

        chat.says("what was it?");
        assertThat(chat.awaitAnswer("You said: what was it?").text()).contains("remember the plum");
        var request = claude.requests().stream()
                .filter(each -> each.prompt().contains("what was it?"))
                .findFirst()
                .orElseThrow();
        assertThat(request.workingDirectory()).isEqualTo(folder.toString());
        assertThat(request.mentions("something else")).isFalse();
        chat.says("/resume");
        assertThat(chat.awaitMessage("Earlier sessions").labels())
                .anyMatch(label -> label.startsWith("something else"));
    }

    private void aFileThatIsNoneIsSaid(Chat chat, FileContent good) throws IOException {
        var bytes = good.bytes().clone();
        bytes[bytes.length / 3] ^= 1;
        var sent = chat.sends(Media.document(new FileContent("broken.zip", "application/zip", bytes), "keep this"));
        chat.awaitAnswer("You said: ");
        chat.repliesTo(sent, "/import");

        chat.awaitMessage(message -> message.fromBot()
                && message.text().startsWith("broken.zip is")
                && message.text().length() < 90);
    }

    private void aProcessStartsAgainOnDemand(Chat chat) throws IOException {
        chat.says("/provider");
        chat.awaitMessage("🤖 Claude Code (claude), version 2.");
        chat.says("a long story");
        claude.awaitHeld("story");
        chat.says("/restart");
        var asked = chat.awaitMessage("Stop the task and restart?");
        var before = ProcessMark.carrying(mark());
        chat.presses(asked, "Stop and restart");
        chat.awaitMessage("starts again in the same session");
        chat.awaitMessage("⏹ Stopped");
        await().atMost(patience())
                .until(() -> before.stream().filter(ProcessHandle::isAlive).count() < before.size());
        claude.release("story");
        chat.says("and now?");
        assertThat(chat.awaitAnswer("You said: and now?").text()).contains("remember the plum");

        var alive = ProcessMark.carrying(mark());
        chat.says("/restart");
        chat.awaitMessage("is shut down");
        await().atMost(patience()).until(() -> alive.stream().anyMatch(each -> !each.isAlive()));
        chat.says("/restart");
        chat.awaitMessage("Nothing to restart");
    }

    @Test
    void killedWhileTheFileIsFetchedTheBotTakesItOverAfterwards() throws Exception {
        launchBot();
        var one = chatWith(ada);
        one.says("remember the plum");
        one.awaitAnswer("You said: remember the plum");
        awaitInTranscript("remember the plum");
        one.says("/export");
        var file = one.awaitMessage(sent -> sent.fromBot() && sent.file().isPresent())
                .file()
                .orElseThrow();
        telegram.failNext(one, "getFile", 1, Fault.delayed(LONG));
        telegram.failNext("getFile", 1, Fault.delayed(LONG));
        var two = chatWith(bob);
        two.sends(Media.document(file, "/import"));
        two.awaitMessage("📥 Getting the session from");
        telegram.awaitCall("getFile");

        killBot();
        launchBot();

        two.awaitMessage("Now in “remember the plum”");
        two.says("what was it?");
        assertThat(two.awaitAnswer("You said: what was it?").text()).contains("remember the plum");
        awaitAtRest(BOB);
    }

    /** The transcripts of sessions in a folder. */
    private List<Path> kept(Path folder) throws IOException {
        var projects = dir.resolve("home/.claude/projects");
        try (var files = Files.list(projects.resolve(folder.toString().replaceAll("[^A-Za-z0-9]", "-")))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static Map<String, String> entries(FileContent file) throws IOException {
        var entries = new LinkedHashMap<String, String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(file.bytes()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }
}
