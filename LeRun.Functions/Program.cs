using LeRun.Functions;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
// The worker sends what it logs to the host whether or not host.json wants it, several lines a request by default.
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.UseLeRun();
builder.Services.AddLeRun(builder.Configuration);
builder.Build().Run();
