package dev.sekisho.translate.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.http.PathMatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathReaderTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/foo, /foo",
        "/foo/, /foo/",
        "/foo//, /foo/",
        "//, /",
        "/a//b, /a/b",
        "/a/./b, /a/b",
        "/a/b/.., /a/",
        "/a/b/., /a/b/",
        "/a//../b, /b",
        "/.hidden, /.hidden",
        "/..., /...",
        "/%41%2d%7E, /A-~",
        "/%c3%a9, /%C3%A9",
        "/é, /%C3%A9",
        "/a b, /a%20b",
        "/%2e%2E/, ",
        "/a/%2e%2e/b, /b",
        "/%3a, /%3A",
        "/😀, /%F0%9F%98%80",
    })
    void exactPathsAreNormalisedAsRequestsAre(String path, String normal) {
        var reading = PathReader.read(path, "Exact");

        if (normal == null) {
            assertThat(reading).isInstanceOf(Reading.Invalid.class);
        } else {
            assertThat(reading).isEqualTo(Reading.valid(new PathMatch.Exact(normal)));
        }
    }

    @ParameterizedTest
    @CsvSource({"/, /", "/foo, /foo", "/foo/, /foo", "/foo//, /foo", "/a/.., /"})
    void prefixesHaveNoTrailingSlash(String path, String normal) {
        assertThat(PathReader.read(path, "Prefix"))
                .isEqualTo(Reading.valid(new PathMatch.Prefix(normal)));
    }

    @Test
    void anImplementationSpecificPathMayBeLeftOut() {
        assertThat(PathReader.read("", "ImplementationSpecific"))
                .isEqualTo(Reading.valid(new PathMatch.Prefix("/")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "foo", "\\foo", "%2Ffoo", " /foo"})
    void pathsStartWithASlash(String path) {
        assertThat(PathReader.read(path, "Prefix")).isInstanceOf(Reading.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%2f",
                "/%5C",
                "/%00",
                "/%",
                "/%4",
                "/%4g",
                "/;a",
                "/a?b",
                "/a#b",
                "/..",
                "/a/../..",
                "/\u0000",
                "/\u007f",
                "/\ud800",
                "/a\\b",
                "/%3b",
                "/%01",
                "/%7f",
                "/%252f",
                "/%25%34%31",
                "/%ff",
                "/%c0%af",
                "/%c3/"
            })
    void pathsThatNoRequestCanHaveAreRefused(String path) {
        assertThat(PathReader.read(path, "Exact")).isInstanceOf(Reading.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "exact", "Regex"})
    void thePathTypeIsRequired(String pathType) {
        assertThat(PathReader.read("/", pathType)).isInstanceOf(Reading.Invalid.class);
    }

    @Test
    void normalisingTwiceChangesNothing() {
        for (var path : new String[] {"/a//b/../%7e/é", "/%2E/x/", "/100%25", "/a b"}) {
            if (PathReader.read(path, "Exact") instanceof Reading.Valid(var match)) {
                assertThat(PathReader.read(match.path(), "Exact")).isEqualTo(Reading.valid(match));
            }
        }
    }
}
