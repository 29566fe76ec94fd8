using LeRun.LocalHost.Terminal;
using LeRun.LocalHost.Worker;
using LeRun.Tests.LocalHost.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.LocalHost.Terminal;

public class FunctionTableTests
{
    [Fact]
    public async Task Functions_are_listed_in_alphabetical_order_in_aligned_columns()
    {
        await using var app = WorkerHost.Build([typeof(Functions)]);
        var functions = app.Services.GetRequiredService<FunctionSet>();

        Assert.Equal(
            """
              Any      *         http://localhost:7071/api/Any
              getRoom  GET       http://localhost:7071/api/rooms/{id:int}
              Sweep    timer     0 */5 * * * *
              Users    GET,POST  http://localhost:7071/api/users

            """,
            FunctionTable.Format(functions, new Uri("http://localhost:7071")),
            ignoreLineEndingDifferences: true);
    }

    public class Functions
    {
        [Function("Users")]
        public Task Users([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "users")] HttpRequest request) =>
            Task.CompletedTask;

        [Function("getRoom")]
        public Task Room([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "rooms/{id:int}")] HttpRequest request) =>
            Task.CompletedTask;

        [Function("Any")]
        public Task Any([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
            Task.CompletedTask;

        [Function("Sweep")]
        public Task Sweep([TimerTrigger("0 */5 * * * *")] TimerInfo timer) => Task.CompletedTask;
    }
}
