namespace LeRun.Tests.Contract;

/// <summary>
/// Every route of the API's original documentation, in its order, and of the contract (9b, 38), with an example body where one
/// is documented.
/// </summary>
internal static class SeedRoutes
{
    public static IReadOnlyList<SeedRoute> All { get; } =
    [
        new("GET", "/api/users"),
        new("POST", "/api/users", """{"username": "test_username", "password": "test_password"}"""),
        new("GET", "/api/users/{id}"),
        new("PUT", "/api/users/update", """{"username": "test_username", "password": "test_password"}"""),
        new("DELETE", "/api/users/delete", """{"username": "test_username", "password": "test_password"}"""),
        new("POST", "/api/users/login", """{"username": "test_username", "password": "test_password"}"""),
        new("POST", "/api/users/update/profilepic"),
        new("PUT", "/api/users/update/nickname"),
        new("GET", "/api/users/profilepic/{username}"),
        new("GET", "/api/users/profilepic/{username}/image"),
        new(
            "PUT",
            "/api/users/run/data",
            """
            {"username": "SHIKAI", "runData": {
              "meters": 5000, "seconds": 1500, "latitude": 37.775, "longitude": -122.4195, "running": true,
              "markers": [
                {"latitude": 37.7749, "longitude": -122.4194, "id": 1}, {"latitude": 37.775, "longitude": -122.4195, "id": 2}],
              "start": "2024-12-09T10:00:00Z"}}
            """),
        new("POST", "/api/users/run/record", "{}"),
        new("GET", "/api/users/run/records/{username}/{id}"),
        new("DELETE", "/api/users/run/records/{username}/{id}"),
        new("GET", "/api/users/run/data/{username}"),
        new("GET", "/api/users/run/records/{username}"),
        new("GET", "/api/runRoom/{runID}"),
        new("GET", "/api/runRoom/all"),
        new("POST", "/api/runRoom/create"),
        new("POST", "/api/runRoom/join"),
        new("POST", "/api/runRoom/leave", """{"runID": 159, "username": "SHIKAI", "password": 159}"""),
        new("DELETE", "/api/runRoom/delete"),
        new("POST", "/api/runRoom/update"),
        new("POST", "/api/users/share/posts", """{"title": "b", "content": "b", "username": "test"}"""),
        new("GET", "/api/users/share/posts"),
        new("GET", "/api/users/share/posts/{postId}"),
        new("PUT", "/api/users/share/posts/{postId}", """{"title": "b", "content": "b", "username": "test"}"""),
        new("DELETE", "/api/users/share/posts/{postId}"),
        new("GET", "/api/users/share/{username}/posts"),
        new("POST", "/api/users/share/posts/{postId}/comments", """{"content": "comment1", "username": "test"}"""),
        new("GET", "/api/users/share/posts/{postId}/comments/"),
        new("DELETE", "/api/users/share/comments/{commentId}"),
        new("POST", "/api/users/share/posts/{postId}/likePost", """{"username": "username"}"""),
        new("POST", "/api/users/share/posts/{postId}/unlikePost", """{"username": "test"}"""),
        new("POST", "/api/users/share/posts/{CommentId}/likeComment"),
        new("POST", "/api/users/share/posts/{commentId}/unlikeComment"),
        new("POST", "/api/users/share/posts/{postId}/ifLikedPost", """{"username": "test4"}"""),
        new("DELETE", "/api/posts/deleteAll"),
        new("GET", "/api/health"),
    ];
}

/// <param name="Body">The documented example; null: none.</param>
internal sealed record SeedRoute(string Method, string Path, string? Body = null);
