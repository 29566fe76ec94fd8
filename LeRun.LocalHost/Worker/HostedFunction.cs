using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.LocalHost.Worker;

/// <summary>A function that LocalHost found.</summary>
internal abstract class HostedFunction(string name, MethodInfo method) : FunctionDefinition
{
    private readonly MethodCall _call = new(name, method);

    public override string Name => name;

    /// <summary>
    /// Creates the class, binds the method's parameters and calls it: the innermost step of the middleware pipeline.
    /// </summary>
    public async Task InvokeAsync(HostedFunctionContext context) => context.Result.Value = await _call.InvokeAsync(context);
}
