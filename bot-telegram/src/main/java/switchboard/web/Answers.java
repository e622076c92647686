package switchboard.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;

/** HTTP answers in JSON. */
public final class Answers {

    private Answers() {}

    public static HttpResponse of(JsonNode json) {
        return HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, json.toString());
    }

    /** @param sentence for a person */
    public static HttpResponse refusal(StatusCode status, String sentence) {
        return refusal(HttpResponse.create().withStatus(status), sentence);
    }

    static HttpResponse refusal(HttpResponse answer, String sentence) {
        return answer.withEntity(
                ContentTypes.APPLICATION_JSON,
                JsonNodeFactory.instance.objectNode().put("error", sentence).toString());
    }
}
