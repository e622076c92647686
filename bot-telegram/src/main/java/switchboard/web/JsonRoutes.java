package switchboard.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.unmarshalling.Unmarshaller;
import switchboard.text.Texts;

/** Routes that take JSON. */
public abstract class JsonRoutes extends AllDirectives {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads the request's body and refuses anything but JSON. */
    protected Route json(Function<JsonNode, Route> inner) {
        return entity(Unmarshaller.entityToString(), text -> {
            try {
                return inner.apply(JSON.readTree(text));
            } catch (JsonProcessingException notJson) {
                return complete(Answers.refusal(
                        StatusCodes.BAD_REQUEST, Texts.of("web.notJson", notJson.getOriginalMessage())));
            }
        });
    }
}
