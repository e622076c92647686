package switchboard.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import switchboard.text.Texts;

/** The pages from the class path: {@code NAME.html}, and the files that they load from {@code /assets}. */
public final class Pages extends AllDirectives {

    private static final Map<String, ContentType> TYPES = Map.of(
            "html", ContentTypes.TEXT_HTML_UTF8,
            "css", MediaTypes.TEXT_CSS.toContentType(HttpCharsets.UTF_8),
            "js", MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8),
            "svg", MediaTypes.IMAGE_SVG_XML.toContentType());

    /** The files that the pages load. */
    public Route assets() {
        return pathPrefix("assets", () -> path(PathMatchers.segment(), name -> get(() -> complete(file(name)))));
    }

    public Route page(String name) {
        return get(() -> complete(file(name + ".html")));
    }

    private static HttpResponse file(String name) {
        var type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        try (var in = type == null || !name.matches("[\\w.-]+") ? null : Pages.class.getResourceAsStream(name)) {
            return in == null
                    ? Answers.refusal(StatusCodes.NOT_FOUND, Texts.of("web.noPage"))
                    : HttpResponse.create().withEntity(HttpEntities.create(type, in.readAllBytes()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
