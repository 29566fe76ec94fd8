using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.LocalHost.Worker;

/// <summary>Calls a function's method; the reflection on it is done once, at start.</summary>
internal sealed class MethodCall
{
    private readonly Func<HostedFunctionContext, object?>[] _parameters;
    private readonly MethodInvoker _method;
    private readonly Type _class;
    private readonly MethodInvoker? _resultOfTask;

    /// <exception cref="FunctionLoadException">A parameter or the return type is one that LocalHost does not know.</exception>
    public MethodCall(string function, MethodInfo method)
    {
        var returned = method.ReturnType;
        if (method.IsStatic || returned.IsValueType)
            throw new FunctionLoadException($"Function '{function}' must be an instance method that returns a Task or a result.");
        _parameters = [.. method.GetParameters().Select(parameter => ParameterBinding.For(parameter, function))];
        _method = MethodInvoker.Create(method);
        _class = method.DeclaringType!;
        if (returned.IsGenericType && returned.GetGenericTypeDefinition() == typeof(Task<>))
            _resultOfTask = MethodInvoker.Create(returned.GetProperty(nameof(Task<>.Result))!.GetMethod!);
    }

    /// <summary>Returns the method's result, awaited; null for a <see cref="Task"/> without one.</summary>
    public async Task<object?> InvokeAsync(HostedFunctionContext context)
    {
        var arguments = new object?[_parameters.Length];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = _parameters[i](context);

        // Compiling a factory for each class would cost more at start than it saves in a local run.
        var instance = ActivatorUtilities.CreateInstance(context.Services, _class);
        var returned = _method.Invoke(instance, arguments.AsSpan());
        if (returned is not Task task)
            return returned;

        await task;
        return _resultOfTask?.Invoke(task);
    }
}
