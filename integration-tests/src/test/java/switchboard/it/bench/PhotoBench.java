package switchboard.it.bench;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import switchboard.it.telegram.Media;
import switchboard.it.telegram.Pictures;

/**
 * A photo of 2 MB in a warm chat, fetched from Telegram first, against a bare CLI that is given the same picture at once. Each
 * chat gets few, because the CLI sends all pictures of a conversation with each request.
 */
class PhotoBench extends Testbed {

    /** A picture of dots is not compressed: 2 MB. */
    private static final int WIDTH = 830;

    private static final int WARM_UP = 3;
    private static final int CHATS = 20;
    private static final int PHOTOS = 3;

    @Test
    void aPhotoTakesLittleLongerThanTheCliNeedsForTheSameBlock() throws Exception {
        settings.put("MAX_LIVE_PROCESSES", "8");
        settings.put("FILES_DIR", dir.resolve("files").toString());
        startBot();
        var photo = Pictures.png(1, WIDTH);
        var base64 = Base64.getEncoder().encodeToString(photo.bytes());
        var comparison = new Comparison();
        for (var each = 0; each < WARM_UP + CHATS; each++) {
            var chat = newChat();
            botTurn(chat);
            try (var bare = newBareClaude()) {
                bareTurn(bare);
                for (var number = 0; number < PHOTOS; number++) {
                    var before = calls();
                    var asked = nextPrompt();
                    chat.sends(Media.photo(photo, asked.prompt()));
                    var byBot = await(chat, asked, before);
                    var askedBare = nextPrompt();
                    bare.say(askedBare.prompt(), photo.mimeType(), base64, dir.resolve("photo.png"));
                    var byItself = await(bare, askedBare);
                    if (each >= WARM_UP) {
                        comparison.bot(byBot);
                        comparison.bare(byItself);
                    }
                }
            }
        }
        comparison.print(titled("A photo of " + (photo.size() >> 10) + " KB in a warm chat"), "at most 60");
    }
}
