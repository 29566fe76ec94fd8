global using LeRun.Functions.Http;
global using Microsoft.AspNetCore.Http;
global using Microsoft.Azure.Functions.Worker;
global using static System.Net.Mime.MediaTypeNames.Application;
// Of MVC and of routing, only what functions declare about themselves.
global using ConsumesAttribute = Microsoft.AspNetCore.Mvc.ConsumesAttribute;
global using ExcludeFromDescriptionAttribute = Microsoft.AspNetCore.Routing.ExcludeFromDescriptionAttribute;
global using ProducesAttribute = Microsoft.AspNetCore.Mvc.ProducesAttribute;
global using ProducesResponseTypeAttribute = Microsoft.AspNetCore.Mvc.ProducesResponseTypeAttribute;
