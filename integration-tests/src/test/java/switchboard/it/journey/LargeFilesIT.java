package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import switchboard.botapi.FileContent;
import switchboard.it.anthropic.Script;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.Media;

/** Large files pass through the bot's memory in small pieces. */
class LargeFilesIT extends Journey {

    private static final int TEN = 10;
    private static final long FIRST = 1_001;

    /** A heap that is too small ends the bot at once, as the launcher has it. */
    @Test
    void tenFilesOf20MegabytesAtOnceNeedLessThan64MegabytesOfHeap() throws Exception {
        settings.put("SWITCHBOARD_HEAP", "64m");
        settings.put("FILES_DIR", dir.resolve("files").toString());
        settings.put("RATE_LIMIT_REQUESTS", "0");
        settings.put(
                "TELEGRAM_ALLOWED_USERS",
                LongStream.range(FIRST, FIRST + TEN).mapToObj(Long::toString).collect(Collectors.joining(",")));
        claude.when("", Script.say("Noted."));
        var bot = launchBot();
        var bytes = new byte[20 << 20];
        new Random(1).nextBytes(bytes);
        var file = new FileContent("film.bin", "application/octet-stream", bytes);
        var chats = new ArrayList<Chat>();
        for (var person = FIRST; person < FIRST + TEN; person++) {
            var chat = telegram.privateChat(telegram.person(person, "Person " + person));
            chat.sends(Media.document(file, "what is this?"));
            chats.add(chat);
        }

        for (var chat : chats) {
            chat.awaitMessage("Noted.");
            try (var files = Files.list(dir.resolve("files/" + chat.id()))) {
                var whole = files.filter(Files::isRegularFile).toList();
                assertThat(whole).hasSize(1);
                assertThat(Files.size(whole.getFirst())).isEqualTo(bytes.length);
            }
        }
        assertThat(bot.isAlive()).isTrue();
        assertThat(botLog()).doesNotContain("OutOfMemory");
        assertThat(bot.info().commandLine().orElseThrow()).contains("-Xmx64m");
    }
}
