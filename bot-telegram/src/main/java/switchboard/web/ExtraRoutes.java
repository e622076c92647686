package switchboard.web;

import org.apache.pekko.http.javadsl.server.Route;

/**
 * The routes that a host adds to the board.
 *
 * @param routes its pages and calls, its own front page among them
 * @param frames the changes that its open pages receive
 */
public record ExtraRoutes(Route routes, Frames frames) {}
