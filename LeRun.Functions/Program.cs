using LeRun.Functions;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseLeRun();
builder.Services.AddLeRun(builder.Configuration);
builder.Build().Run();
