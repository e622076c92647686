package switchboard.telegram.update;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import org.telegram.telegrambots.meta.api.objects.Update;

/** Updates as Telegram sends them: JSON, with single quotes for the reader's sake. Ada may use the bot, Eve may not. */
final class Updates {

    static final long ADA = 111;
    static final long EVE = 222;
    static final long GROUP = -1001;
    static final UpdateRouter.Me ME = new UpdateRouter.Me(42, "my_bot", false);
    static final Instant SAID_AT = Instant.ofEpochSecond(1_795_340_000);

    static final String BY_ADA = "'from':{'id':111,'is_bot':false,'first_name':'Ada','last_name':'King'}";
    static final String BY_EVE = "'from':{'id':222,'is_bot':false,'first_name':'Eve'}";
    static final String IN_PRIVATE = "'chat':{'id':111,'type':'private','first_name':'Ada'}";
    static final String IN_GROUP = "'chat':{'id':-1001,'type':'supergroup','title':'Dev'}";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .configure(JsonParser.Feature.ALLOW_SINGLE_QUOTES, true)
            .build();

    private Updates() {}

    static Update update(long id, String content) {
        try {
            return JSON.readValue("{'update_id':" + id + "," + content + "}", Update.class);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(content, wrong);
        }
    }

    /** As Telegram would have sent it; of an odd one the id alone. */
    static String json(Update update) {
        try {
            return JSON.writeValueAsString(update);
        } catch (JsonProcessingException odd) {
            return "{\"update_id\":" + update.getUpdateId() + "}";
        }
    }

    static Update message(String by, String in, String fields) {
        return update(7, "'message':" + body(by, in, fields));
    }

    static String body(String by, String in, String fields) {
        return "{'message_id':512,'date':1795340000," + by + "," + in + "," + fields + "}";
    }

    static String text(String words) {
        return "'text':'" + words + "'";
    }

    /** A text with one entity in it. */
    static String text(String words, String type, String marked) {
        return text(words) + ",'entities':[" + entity(type, words.indexOf(marked), marked.length()) + "]";
    }

    static String entity(String type, int offset, int length) {
        return "{'type':'" + type + "','offset':" + offset + ",'length':" + length + "}";
    }

    /** A text by Ada in private. */
    static Update said(long id, String words) {
        return update(id, "'message':" + body(BY_ADA, IN_PRIVATE, text(words)));
    }
}
